import { ensureProgram } from '../apt.ts'
import { FONTS } from './fonts.ts'

/**
 * The path of a Chromium without a window, installed when there is none. It has no pages for a window of its own, so a test
 * needs a third less processor time than in a whole Chromium.
 */
export function ensureChromium(): Promise<string> {
  return ensureProgram({
    chosenBy: 'CHROMIUM_PATH',
    commands: ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'],
    packages: ['chromium-headless-shell', ...FONTS],
  })
}

/** The path of a Chromium or Chrome with everything that people use, installed when there is none. */
export function ensureWholeChromium(): Promise<string> {
  return ensureProgram({
    chosenBy: 'WHOLE_CHROMIUM_PATH',
    commands: ['chromium', 'chromium-browser', 'google-chrome'],
    packages: ['chromium', ...FONTS],
  })
}

/** How every script and test here starts Chromium: with no display and no sandbox of its own, and quiet on the network. */
export async function chromiumOptions(program = ensureChromium) {
  return {
    executablePath: await program(),
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      // A Chromium with a window does this by itself: a frame of another site crashes alone.
      '--site-per-process',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  }
}
