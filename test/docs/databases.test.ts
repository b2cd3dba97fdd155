import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DATABASES, type Evidence } from '../../src/server/rls/databases'

const page = readFileSync('docs/row-level-security.md', 'utf8')

const SECTIONS: Readonly<Record<Evidence, string>> = {
  engine: '### Run on the engine',
  grammar: "### Checked with the engine's own grammar",
  parser: "### Read by Superset's parser only",
}

test.each(Object.entries(SECTIONS))(
  'the databases with the evidence "%s" stand in their own table',
  (evidence, heading) => {
    const databases = Object.entries(DATABASES).filter(([, database]) => database.evidence === evidence)
    const rows = databases.map(
      ([name, { title, checkedOn, notRun }]) =>
        `| \`${name}\` | ${title} | ${checkedOn} |${notRun ? ` ${notRun} ` : ' '}|`,
    )
    const [section = ''] = page.slice(page.indexOf(heading) + heading.length).split(/^#/m)
    const table = section.split('\n').filter((line) => line.startsWith('| `'))
    expect(table).toEqual(rows)
  },
)
