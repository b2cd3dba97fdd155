/** `npm run compat`: docs/compatibility.md, from a run on every version; `-- --table` from the last runs. */

import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ensureChromium } from './browsers/chromium.ts'
import { compatibilityStep, readRun } from './compatibility/run.ts'
import { tablesOf } from './compatibility/table.ts'
import { runSteps } from './steps.ts'
import { supersetVersions } from './superset/paths.ts'

const { values } = parseArgs({ options: { table: { type: 'boolean', default: false } } })
if (!values.table) {
  await ensureChromium()
  runSteps('compat', [
    { name: 'build', command: ['tsup', '--silent'] },
    ...supersetVersions.map((version) => compatibilityStep(version, true)),
  ])
}

const runs = supersetVersions.map((version) => {
  const run = readRun(version)
  if (!run) throw new Error(`Superset ${version} has not been run: npm run compat without --table runs it.`)
  return run
})
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const dates = [...new Set(runs.map(({ date }) => date))].join(', ')

writeFileSync(
  'docs/compatibility.md',
  `# Compatibility

What works with which Superset, as \`npm run compat\` saw it on ${dates}: guestpass ${version} in Chromium on
Superset ${runs.map((run) => run.version).join(', ')}, each installed from PyPI with the pins in
\`scripts/superset\`, all with the same dashboards (\`scripts/superset/seed_compatibility.py\`) and the app on Superset's
own site unless a row says otherwise. \`npm run test:superset -- --version ${supersetVersions[0]}\` repeats it on one version, and fails where
it sees anything else. Heights are in CSS pixels. A code such as \`not-supported\` is what a call rejects with.

${tablesOf(runs)}`,
)
console.log(tablesOf(runs))
