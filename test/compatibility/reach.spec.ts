/** Which rules reach which queries: the tables of docs/row-level-security.md. */

import { test as base, noteCell, versionUnderTest } from './fixtures.ts'
import { SCOPES, type Scope, SHAPES } from './reach/cases.ts'
import { openReach, type Reach } from './reach/open.ts'
import { type OwnClasses, readOwnClasses } from './reach/own-classes.ts'

interface WorkerFixtures {
  readonly reach: Reach
  readonly ownClasses: OwnClasses
}

const test = base.extend<object, WorkerFixtures>({
  reach: [
    async ({ platform }, use) => {
      const reach = openReach(platform, versionUnderTest())
      await use(reach)
      reach.close()
    },
    { scope: 'worker' },
  ],

  ownClasses: [
    // It is read from the same installation, so it waits for the server that may install it.
    async ({ platform: _ }, use) => use(await readOwnClasses(versionUnderTest())),
    { scope: 'worker', timeout: 300_000 },
  ],
})

for (const scope of Object.keys(SCOPES) as Scope[]) {
  test.describe(SCOPES[scope], () => {
    test('the table’s own dataset', async ({ reach }, info) => noteCell(info, await reach.seenOfTable(scope)))

    for (const shape of SHAPES) {
      test(shape.name, async ({ reach }, info) => noteCell(info, await reach.seen(scope, shape)))
    }
  })
}

/** As `own_classes.py` names them. */
const ALIASES = [
  '`FROM returns`',
  '`FROM returns r`',
  '`JOIN returns r`',
  '`FROM returns r` in a CTE',
  '`FROM returns r` in a sub-query',
]

test.describe('Engines that lose the rule of a table', () => {
  for (const name of ALIASES) {
    test(name, async ({ ownClasses: { sent } }, info) => noteCell(info, enginesCell(sent[name] ?? {})))
  }
})

function enginesCell(hasRule: Readonly<Record<string, boolean>>): string {
  const engines = Object.keys(hasRule)
  const losers = engines.filter((engine) => !hasRule[engine])
  if (losers.length === 0) return `none of ${engines.length}`
  if (losers.length === engines.length) return '**every engine**'
  return `**${losers.map((engine) => `\`${engine}\``).join(', ')}**`
}

test.describe('The label of a chart on ClickHouse', () => {
  for (const engine of ['clickhousedb', 'clickhouse']) {
    test(`the label \`country\` on \`${engine}\``, async ({ ownClasses: { labels } }, info) => {
      const { [engine]: label } = labels
      noteCell(info, label === 'country' ? '**`country`, as the column**' : `\`${label}\``)
    })
  }
})
