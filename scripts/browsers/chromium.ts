import { ensureProgram } from '../apt.ts'
import { FONTS } from './fonts.ts'

/** The path of a Chromium or Chrome, installed when there is none. */
export function ensureChromium(): Promise<string> {
  return ensureProgram({
    chosenBy: 'CHROMIUM_PATH',
    commands: ['chromium', 'chromium-browser', 'google-chrome'],
    packages: ['chromium', ...FONTS],
  })
}

/** How every script and test here starts Chromium: with no display and no sandbox of its own, and quiet on the network. */
export async function chromiumOptions() {
  return {
    executablePath: await ensureChromium(),
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  }
}
