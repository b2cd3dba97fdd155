/** `npm run test:browsers -- firefox webkit`: the end-to-end suite on the sandbox, all of it, in each named browser. */

import { appStep } from './app-step.ts'
import { ensureFirefox } from './browsers/firefox.ts'
import { ensureWebkit } from './browsers/webkit.ts'
import { runSteps } from './steps.ts'

const BROWSERS = { firefox: ensureFirefox, webkit: ensureWebkit }

function isBrowser(name: string): name is keyof typeof BROWSERS {
  return Object.hasOwn(BROWSERS, name)
}

const names = process.argv.slice(2)
const chosen = names.filter(isBrowser)
if (chosen.length === 0 || chosen.length < names.length) {
  throw new Error(`Name one or more of ${Object.keys(BROWSERS).join(', ')}.`)
}
for (const name of chosen) await BROWSERS[name]()

await runSteps('test-browsers', [
  { name: 'build', command: ['tsup', '--silent', '--no-dts'] },
  ...chosen.map((project) => appStep({ project })),
])
