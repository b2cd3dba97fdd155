import { ensureProgram } from '../apt.ts'
import { FONTS } from './fonts.ts'

/**
 * Returns the path of a Chromium without a window, and installs it if it is missing. It does not load the pages of a
 * browser window, so a test needs a third less processor time than in a whole Chromium.
 */
export function ensureChromium(): Promise<string> {
  return ensureProgram({
    chosenBy: 'CHROMIUM_PATH',
    commands: ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'],
    packages: ['chromium-headless-shell', ...FONTS],
  })
}

/** Returns the path of a Chromium or Chrome as people use it, and installs Chromium if both are missing. */
export function ensureWholeChromium(): Promise<string> {
  return ensureProgram({
    chosenBy: 'WHOLE_CHROMIUM_PATH',
    commands: ['chromium', 'chromium-browser', 'google-chrome'],
    packages: ['chromium', ...FONTS],
  })
}

/** How every script and test here starts Chromium: without a display, its sandbox and its background requests. */
export async function chromiumOptions(program = ensureChromium) {
  return {
    executablePath: await program(),
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      // A Chromium with a window does this by default: the page survives when a frame of another site crashes.
      '--site-per-process',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  }
}
