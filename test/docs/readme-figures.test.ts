/** The figures of the README and of other texts equal the figures of the last measurements in the docs. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** The cells of the first row of a table that starts with this cell. */
function cellsOf(file: string, firstCell: string): readonly string[] {
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const row = rows.find(([before, cell]) => before === '' && cell === firstCell)
  if (!row) throw new Error(`${file} does not contain a row "${firstCell}".`)
  return row.slice(2)
}

const faultsOf = (client: string) => cellsOf('docs/faults.md', client)[3]
const benchmark = (row: string) => cellsOf('docs/benchmarks.md', row)
const cold = benchmark('cold')
const longestOutage = benchmark('longest outage of the token route without an expired token')
const withoutRange = (ratio = '') => ratio.replace(/ \(.*/, '')
const bytes = (row: string) => Number.parseInt(benchmark(row)[0] ?? '', 10).toLocaleString('en')

test.each<readonly [string, string | undefined, string | undefined]>([
  [
    'faults after which the dashboard works, or the app has the reason',
    faultsOf('guestpass, Chromium'),
    faultsOf('official SDK'),
  ],
  [
    'token requests for twelve dashboards on a page',
    benchmark('token requests for 12 dashboards on a page')[0],
    '12',
  ],
  ['longest outage of the token route that a viewer does not notice', longestOutage[0], longestOutage[1]],
  ['time to the first chart, relative to the SDK', withoutRange(cold[3]), '1'],
  ['the same, preloaded', withoutRange(cold[4]), '1'],
  [
    'code that the page loads first, gzipped',
    `${bytes("import { EmbeddedDashboard } from 'guestpass'")} B`,
    `${bytes('official SDK 0.4.0')} B`,
  ],
])('%s', (row, guestpass, sdk) => {
  expect(cellsOf('README.md', row).slice(0, 2)).toEqual([guestpass, sdk])
})

/** How many faults a client played. */
const playedBy = (client: string) => faultsOf(client)?.split(' of ')[1]

test.each([
  ['CONTRIBUTING.md', `plays ${playedBy('guestpass, Chromium')} faults`],
  ['docs/moving-from-the-official-sdk.md', `in ${playedBy('guestpass, Chromium')} situations`],
  [
    'docs/index.md',
    `${playedBy('guestpass, Chromium')} faults are tested in Chromium, and ${playedBy('guestpass, Firefox')} of them in Firefox and WebKitGTK.`,
  ],
])('%s: %s', (file, text) => {
  expect(playedBy('guestpass, WebKitGTK')).toBe(playedBy('guestpass, Firefox'))
  expect(readFileSync(file, 'utf8')).toContain(text)
})

test.each(['PostgreSQL', 'MariaDB', 'SQLite', 'DuckDB'])(
  'the home page has the number of clauses that ran on %s',
  (engine) => {
    const cells = readFileSync('docs/fuzz.md', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(`| ${engine} `))
      .map((line) => Number(line.split('|')[4]?.replace(',', '')))
    const sum = cells.reduce((total, count) => total + count, 0).toLocaleString('en')
    expect(readFileSync('docs/index.md', 'utf8')).toContain(`as ${sum} hostile clauses on each of`)
  },
)
