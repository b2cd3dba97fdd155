/**
 * `npm run compat` writes docs/compatibility.md and the tables of docs/row-level-security.md from a run on every version.
 * With `-- --table` it writes them from the last runs.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ensureChromium } from './browsers/chromium.ts'
import { compatibilityStep, readRun } from './compatibility/run.ts'
import { COMPATIBILITY_GROUPS, RULE_GROUPS, tablesOf } from './compatibility/table.ts'
import { runSteps } from './steps.ts'
import { supersetVersions } from './superset/paths.ts'
import { generateStep } from './superset-steps.ts'

const { values } = parseArgs({ options: { table: { type: 'boolean', default: false } } })
if (!values.table) {
  await ensureChromium()
  await runSteps('compat', [
    { name: 'build', command: ['tsup', '--silent'] },
    ...supersetVersions.flatMap((version) => [compatibilityStep(version, true), generateStep(version)]),
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

The features that work on each release of Superset, measured by \`npm run compat\` on ${dates}: guestpass ${version} in Chromium, on
Superset ${runs.map((run) => run.version).join(', ')}, each installed from PyPI with the pins in \`scripts/superset\`. All
have the same dashboards (\`scripts/superset/seed_compatibility.py\`). They are on the app's site, except in rows about another
site. \`npm run test:superset -- --version ${supersetVersions[0]}\` repeats this on one version, and fails if a result
differs. Heights are in CSS pixels. A code such as \`not-supported\` is the code with which a call rejects.

The releases need this configuration, beside the feature flag, the secret and \`frame-ancestors\`:

- A guest role with the permissions in \`scripts/superset/seed.py\`, among them \`can_write on DashboardPermalinkRestApi\`
  for \`getDashboardPermalink\`.
- 6.0.0: flask-appbuilder below 5.0.2. With 5.0.2 or later Superset answers every request of a guest with 403, except
  \`/api/v1/me/roles/\`.
- Another language: \`LANGUAGES\`, which is empty by default, and from 6.1 on \`can_language_pack on Superset\` for the
  role *Public*, because the page requests its translation before it has a token.

${tablesOf(runs, COMPATIBILITY_GROUPS, '##')}`,
)

const RULES = 'docs/row-level-security.md'
const [before, , after] = readFileSync(RULES, 'utf8').split(/(?<=<!-- npm run compat -->)|(?=<!-- end -->)/)
writeFileSync(RULES, `${before}\n\n${tablesOf(runs, RULE_GROUPS, '###')}\n${after}`)

console.log(tablesOf(runs, [...COMPATIBILITY_GROUPS, ...RULE_GROUPS], '##'))
