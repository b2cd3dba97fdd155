import { ensureProgram } from '../apt.ts'
import { FONTS } from './fonts.ts'

/** The path of a Firefox, installed when there is none. */
export function ensureFirefox(): Promise<string> {
  return ensureProgram({
    chosenBy: 'FIREFOX_PATH',
    commands: ['firefox-esr', 'firefox'],
    packages: ['firefox-esr', ...FONTS],
  })
}

/** How a test here starts Firefox: as it is sold, over WebDriver BiDi, where Playwright has a build of its own. */
export async function firefoxOptions() {
  return {
    channel: 'moz-firefox',
    executablePath: await ensureFirefox(),
    // A click over BiDi does not reach a frame that is in another process: it ends at the edge of the page.
    firefoxUserPrefs: { 'fission.webContentIsolationStrategy': 0 },
  }
}
