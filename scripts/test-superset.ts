/** `npm run test:superset`: the end-to-end suite and the doctor on a real Superset; `-- --version 4.1.4` compares a release. */

import { parseArgs } from 'node:util'
import { ensureChromium } from './browsers/chromium.ts'
import { compatibilityStep, readRun } from './compatibility/run.ts'
import { COMPATIBILITY_GROUPS, RULE_GROUPS, tablesOf } from './compatibility/table.ts'
import { runSteps } from './steps.ts'
import { toSupersetVersion } from './superset/paths.ts'
import { generateStep, SUPERSET_STEPS } from './superset-steps.ts'

const { values } = parseArgs({ options: { version: { type: 'string' } } })
const version = values.version === undefined ? undefined : toSupersetVersion(values.version)
await ensureChromium()

await runSteps('test-superset', [
  { name: 'build', command: ['tsup', '--silent', '--no-dts'] },
  ...(version ? [compatibilityStep(version, false), generateStep(version)] : SUPERSET_STEPS),
])
const run = version && readRun(version)
if (run) console.log(`\n${tablesOf([run], [...COMPATIBILITY_GROUPS, ...RULE_GROUPS], '##')}`)
