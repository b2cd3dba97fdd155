import { DATABASES, REFUSED_DATABASES, type RlsDatabase } from '../../../server/rls/databases'
import { check } from '../check'
import { type Finding, fail, warn } from '../finding'
import type { Dataset, Rule } from '../subject'
import { type AppRule, appRulesOf, nameOfDataset, ruleFor } from './rule'
import { nameTokensOf } from './sql-names'

export const rlsDatabase = check({
  name: 'rls-database',
  about: 'whether each rule is written for the database of every dataset that it is for',
  problems: {
    'rls-wrong-database':
      'a rule is written for another database than that of a dataset: it may show every row',
    'rls-quoted-name':
      'a rule writes a name in double quotes, and the database reads a text: it may show every row',
    'rls-alias': 'a viewer can switch a rule off on ClickHouse, with an alias in a query',
    'rls-database-unknown': 'no clauses were checked for the database of a dataset',
    'rls-database-unchecked': 'a rule was not compared with the database of a dataset',
  },
  needs: ['rls', 'datasets'],
  run({ rls, datasets, otherDatasets = [] }) {
    const known = [...datasets, ...otherDatasets]
    const pairs = pairsOf(rls, known, datasets)
    const findings = [
      ...unknownBackends(pairs),
      ...appRulesOf(rls).flatMap((rule) => severalDatabases(rule, datasets, known)),
      ...pairs.flatMap(problemsOf),
    ]
    const unread = rls.filter(
      ({ dataset }) => dataset !== undefined && known.every(({ id }) => id !== dataset),
    )
    const uncompared = [...pairs.filter(cannotCompare).map(({ rule }) => rule), ...unread]
    const numbers = [...new Set(uncompared.map(({ number }) => number))].sort((some, other) => some - other)
    if (numbers.length > 0) findings.push(notCompared(numbers))
    return { findings, ok: 'each rule is written for the database of its datasets' }
  },
})

/** A rule and a dataset that it is for. */
interface Pair {
  readonly rule: Rule
  readonly dataset: Dataset
}

function pairsOf(
  rules: readonly Rule[],
  known: readonly Dataset[],
  shown: readonly Dataset[],
): readonly Pair[] {
  return rules.flatMap((rule) => {
    const datasets = rule.dataset === undefined ? shown : known.filter(({ id }) => id === rule.dataset)
    return datasets.map((dataset) => ({ rule, dataset }))
  })
}

function problemsOf(pair: Pair): readonly Finding[] {
  const wrong = wrongDatabase(pair)
  const findings = wrong ? [wrong] : [quotedName(pair), alias(pair)]
  return findings.filter((finding) => finding !== undefined)
}

/** A text can be written for only one of the databases of its datasets. */
function severalDatabases(
  { number, rules }: AppRule,
  shown: readonly Dataset[],
  known: readonly Dataset[],
): readonly Finding[] {
  const isForAll = rules.some(({ dataset }) => dataset === undefined)
  const datasets = isForAll ? shown : known.filter(({ id }) => rules.some(({ dataset }) => dataset === id))
  const backends = [...new Set(datasets.flatMap(({ backend }) => backend ?? []))]
  const others = backends.filter((backend) => !isWrittenFor(backends[0] ?? '', backend))
  if (rules.some(({ database }) => database !== undefined) || others.length === 0) return []
  const what =
    `Rule ${number} ${isForAll ? 'does not name datasets, and the datasets of the dashboard' : 'names datasets that'} ` +
    `are on ${backends.join(' and ')}. A clause is written for one database, and another may read it differently ` +
    'and show every row.'
  return [
    fail('rls-wrong-database', what, 'Write one rule for each database, and name its datasets in the rule.'),
  ]
}

function wrongDatabase({ rule, dataset }: Pair): Finding | undefined {
  const { database } = rule
  const { backend } = dataset
  if (database === undefined || backend === undefined || isWrittenFor(database, backend)) return undefined
  const scope = rule.dataset === undefined ? ', and does not name datasets' : ''
  const what =
    `Rule ${rule.number} is written for ${database}${scope}. Dataset ${nameOfDataset(dataset)} is on ${backend}, ` +
    'which may read it differently and show every row.'
  const fix = isKnown(backend)
    ? `Write one rule for each database, with the datasets that are on it:\n  ${callFor(backend)}\n${ruleFor([dataset], needsTables(backend))}`
    : 'Write one rule for each database, and name its datasets in the rule.'
  return fail('rls-wrong-database', what, fix)
}

/** Databases that share a record write a clause alike. */
function isWrittenFor(database: string, backend: string): boolean {
  if (database === backend) return true
  return isKnown(database) && isKnown(backend) && DATABASES[database].dialect === DATABASES[backend].dialect
}

/** MySQL and those like it read `"org"` as a text, and `NOT "org" = 'x'` is then true for every row. */
function quotedName({ rule, dataset }: Pair): Finding | undefined {
  const { backend = '' } = dataset
  if (rule.isBuilt || !readsTexts(backend)) return undefined
  if (!nameTokensOf(rule.clause).some(({ kind, text }) => kind === 'name' && text.startsWith('"')))
    return undefined
  const what =
    `Rule ${rule.number} has something in double quotes. On ${backend}, the database of dataset ` +
    `${nameOfDataset(dataset)}, that is a text and not a name, so the rule may show every row.`
  const call = isKnown(backend) ? ` Or make the clause with rls:\n  ${callFor(backend)}` : ''
  return fail('rls-quoted-name', what, `Write names in backticks, and texts in single quotes.${call}`)
}

function readsTexts(backend: string): boolean {
  return isKnown(backend) ? DATABASES[backend].dialect.quote[0] === '`' : LIKE_MYSQL.has(backend)
}

/** Engines without a record that Superset also reads as MySQL. */
const LIKE_MYSQL = new Set(['starrocks', 'pydoris', 'singlestoredb', 'couchbase', 'oceanbase'])

/** ClickHouse resolves a name in WHERE to an alias of the query first, and a guest can send a query with an alias. */
function alias({ rule, dataset }: Pair): Finding | undefined {
  const { backend = '' } = dataset
  const isGuarded = rule.isBuilt && rule.database !== undefined && needsTables(rule.database)
  if (!/^clickhouse/.test(backend) || isGuarded) return undefined
  const what =
    `Rule ${rule.number} is for dataset ${nameOfDataset(dataset)} on ClickHouse. There an alias in a query hides a ` +
    'column, and a viewer can send a query with an alias of their own: the rule then shows every row.'
  const fix = `Make the clause with rls('clickhousedb'), which names the table of each column:\n${ruleFor([dataset], true)}`
  return fail('rls-alias', what, fix)
}

/** Once for each database. */
function unknownBackends(pairs: readonly Pair[]): readonly Finding[] {
  const backends = new Set(pairs.flatMap(({ dataset }) => dataset.backend ?? []))
  return [...backends]
    .filter((backend) => !isKnown(backend))
    .map((backend) => {
      const reason = REFUSED_DATABASES[backend] ?? 'it is not in the list'
      const names = [
        ...new Set(
          pairs
            .filter(({ dataset }) => dataset.backend === backend)
            .map(({ dataset }) => nameOfDataset(dataset)),
        ),
      ]
      const what = `Dataset ${names.join(', ')} is on ${backend}. rls does not write clauses for it: ${reason}.`
      const fix =
        'Try each rule on your own data, with values that contain quotes, backslashes and percent signs.'
      return warn('rls-database-unknown', what, fix)
    })
}

function cannotCompare({ rule: { database }, dataset: { backend } }: Pair): boolean {
  return database === undefined || backend === undefined
}

function notCompared(numbers: readonly number[]): Finding {
  const which = numbers.length === 1 ? `Rule ${numbers[0]} was` : `Rules ${numbers.join(', ')} were`
  const what =
    `${which} not compared with the database of each dataset: the clause is a plain text, or Superset did not return ` +
    'the dataset or its database.'
  const fix =
    'Give --rls-database, or built clauses in a module (--rls @rules.mjs). The account needs can read on Dataset.'
  return warn('rls-database-unchecked', what, fix)
}

function callFor(database: RlsDatabase): string {
  const isUntested = DATABASES[database].evidence === 'parser'
  return `rls('${database}'${isUntested ? ', { acceptUntested: true }' : ''})`
}

function isKnown(name: string): name is RlsDatabase {
  return Object.hasOwn(DATABASES, name)
}

/** Whether a rule for the database names the table of each dataset. */
export function needsTables(database: string): boolean {
  return isKnown(database) && DATABASES[database].dialect.qualified !== undefined
}
