import { parseArgs } from 'node:util'
import { appStep } from './app-step.ts'
import { ensureChromium } from './browsers/chromium.ts'
import { compatibilityStep, readRun } from './compatibility/run.ts'
import { COMPATIBILITY_GROUPS, RULE_GROUPS, tablesOf } from './compatibility/table.ts'
import { doctorStep } from './doctor-step.ts'
import { runSteps } from './steps.ts'
import { toSupersetVersion } from './superset/paths.ts'

const { values } = parseArgs({ options: { version: { type: 'string' } } })
const version = values.version === undefined ? undefined : toSupersetVersion(values.version)
await ensureChromium()

runSteps('test-superset', [
  { name: 'build', command: ['tsup', '--silent'] },
  ...(version
    ? [compatibilityStep(version, false)]
    : [appStep({ browser: 'chromium', platform: 'superset' }), doctorStep]),
])
const run = version && readRun(version)
if (run) console.log(`\n${tablesOf([run], [...COMPATIBILITY_GROUPS, ...RULE_GROUPS], '##')}`)
