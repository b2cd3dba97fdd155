import { ensureProgram } from '../apt.ts'
import { FONTS } from './fonts.ts'

/** Returns the path of a Firefox, and installs it if it is missing. */
export function ensureFirefox(): Promise<string> {
  return ensureProgram({
    chosenBy: 'FIREFOX_PATH',
    commands: ['firefox-esr', 'firefox'],
    packages: ['firefox-esr', ...FONTS],
  })
}

/** How a test here starts Firefox: the released build, over WebDriver BiDi, in place of Playwright's own build. */
export async function firefoxOptions() {
  return {
    channel: 'moz-firefox',
    executablePath: await ensureFirefox(),
    // A click over BiDi does not reach a frame that is in another process: it ends at the edge of the page.
    firefoxUserPrefs: { 'fission.webContentIsolationStrategy': 0 },
  }
}
