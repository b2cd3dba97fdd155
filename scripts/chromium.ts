import { ensureChromium } from './apt.ts'

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
