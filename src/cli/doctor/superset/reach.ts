import { check } from '../check'
import { type Finding, fail, warn } from '../finding'
import type { Dataset } from '../subject'
import { type Cause, causeOf, causeOfTable, type Known } from './reach-causes'
import { askReach, guestRowsOf, type ReachFact } from './reach-facts'
import { missingColumns } from './rls'
import { needsTables } from './rls-database'
import { type AppRule, appRulesOf, columnsOf, nameOfDataset, ruleFor, tablesUnder } from './rule'
import { nameTokensOf } from './sql-names'
import { readTables } from './sql-tables'

export const rlsReach = check({
  name: 'rls-reach',
  about:
    'whether each rule reaches the queries of every dataset: rows, requested as a guest whose rule excludes every row',
  problems: {
    'rls-not-reached': 'Superset sends the query of a virtual dataset without a rule for its table',
    'rls-sums-inside':
      'a rule is a condition around virtual SQL, whose sums contain rows that the rule excludes',
    'rls-rule-open': 'a rule ends the parentheses around it, and shows rows that it should not',
    'rls-unguarded': 'a dataset has no rule',
    'rls-reach-unknown': 'whether a rule reaches a dataset could not be checked',
  },
  needs: ['rls', 'datasets', 'charts', 'session', 'dashboard', 'embedding'],
  async run(subject) {
    const { rls, datasets, otherDatasets = [], version } = subject
    const facts = await askReach(guestRowsOf(subject), appRulesOf(rls), datasets, otherDatasets)
    const known = { version, datasets: [...datasets, ...otherDatasets] }
    const findings = [...reachFindings(facts, known), ...unknownReach(notChecked(facts, known))]
    return { findings, ok: 'each rule reaches the queries of its datasets' }
  },
})

/** One finding for each reason. */
function unknownReach(entries: readonly NotChecked[]): readonly Finding[] {
  const reasons = [...new Set(entries.map(({ reason }) => reason))]
  return reasons.map((reason) => {
    const pairs = entries
      .filter((entry) => entry.reason === reason)
      .map(({ fact: { rule, dataset } }) => `rule ${rule.number} and dataset ${nameOfDataset(dataset)}`)
    const what = `Not checked is the reach of ${pairs.join(', ')}. ${reason}`
    return warn('rls-reach-unknown', what, FIX)
  })
}

const FIX =
  'Name each of these datasets in the rule, too. Then look at its charts as a viewer whose rule allows few rows.'

/** What is wrong, from what was seen. A fact that shows nothing is judged by what is known of releases and databases. */
export function reachFindings(facts: readonly ReachFact[], known: Known): readonly Finding[] {
  return [
    ...facts.flatMap((fact) => [openRule(fact), notReached(fact, facts, known), sumsInside(fact, known)]),
    ...unguarded(facts),
  ].filter((finding) => finding !== undefined)
}

/** A rule and a dataset about which nothing is known, with the reason as a sentence. */
export interface NotChecked {
  readonly fact: ReachFact
  readonly reason: string
}

export function notChecked(facts: readonly ReachFact[], known: Known): readonly NotChecked[] {
  return facts.flatMap((fact) => {
    const reason = whyNotChecked(fact, known)
    return reason === undefined ? [] : [{ fact, reason }]
  })
}

function whyNotChecked(fact: ReachFact, known: Known): string | undefined {
  const { rule, dataset, scope, reach, sums } = fact
  const { unread } = dataset.sql === undefined ? { unread: undefined } : readTables(dataset.sql)
  if (unread !== undefined && (scope === 'none' || scope === 'inside') && reach !== 'open') {
    return `The SQL of the dataset ${unread}, so it may read a table of the rule elsewhere.`
  }
  if (sums === 'unread' && (scope !== 'inside' || reach === 'closed')) {
    const why = unread ?? 'also reads tables that the rule does not name'
    return `The SQL of the dataset ${why}, so it may work out values from rows that the rule excludes.`
  }
  if (scope === 'none' || reach !== 'unseen') return undefined
  if (scope === 'inside' && causeOf(rule, dataset, known)?.isCertain) return undefined
  return 'The dataset shows no rows, or Superset refused the query.'
}

function openRule({ rule, dataset, scope, reach }: ReachFact): Finding | undefined {
  if (reach !== 'open' || scope === 'inside' || scope === 'none') return undefined
  const what =
    `Rule ${rule.number} joined with a condition that no row meets still shows rows of dataset ` +
    `${nameOfDataset(dataset)}: it ends the parentheses around it, or Superset does not apply it.`
  return fail(
    'rls-rule-open',
    what,
    'Make the clause with rls(…), which puts no value of a viewer into the SQL.',
  )
}

function notReached(fact: ReachFact, facts: readonly ReachFact[], known: Known): Finding | undefined {
  const { rule, dataset, scope, reach } = fact
  if (scope !== 'inside') return undefined
  const cause = causeOf(rule, dataset, known)
  if (reach === 'unseen' && !cause?.isCertain) return undefined
  if (reach === 'closed' && !cause?.isPartial) return undefined
  const others = facts.filter((other) => other.dataset === dataset && other.scope === 'named')
  if (others.some((other) => hasSameClause(other.rule, rule))) return undefined
  const what =
    `Rule ${rule.number} does not reach ${reach === 'partly' || cause?.isPartial ? 'all of ' : ''}dataset ` +
    `${nameOfDataset(dataset)}, whose SQL reads a table of the rule. ${SEEN[reach]} ${cause?.text ?? UNKNOWN[reach]}`
  // The same values in another rule, or rows of a table that every viewer may see: a person has to look.
  const isUnclear =
    others.some((other) => hasSameValues(other.rule, rule)) || (reach === 'partly' && cause === undefined)
  const finding = isUnclear ? warn : fail
  return finding('rls-not-reached', what, fixOf(rule, dataset, cause, known))
}

const SEEN: Readonly<Record<ReachFact['reach'], string>> = {
  open: 'With a condition that no row meets it still shows the same rows.',
  partly: 'With a condition that no row meets it still shows some of the rows.',
  closed: 'The rule is in another part of the query.',
  unseen: 'The dataset shows no rows to see it by.',
}

const UNREADABLE =
  "Superset's parser may not be able to read the clause, or gives the table's name to something else."
const UNKNOWN: Readonly<Record<ReachFact['reach'], string>> = {
  open: UNREADABLE,
  closed: UNREADABLE,
  unseen: UNREADABLE,
  partly: 'The rows may come from another table. Check whether every viewer may see them.',
}

const hasSameClause = (some: AppRule, others: AppRule) =>
  some.rules.some(({ clause }) => others.rules.some((rule) => rule.clause === clause))

/** Whether both compare with the same values, perhaps in columns of other names. */
function hasSameValues(some: AppRule, other: AppRule): boolean {
  const values = valuesOf(some)
  return values.length > 0 && values.join() === valuesOf(other).join()
}

function valuesOf({ rules }: AppRule): readonly string[] {
  const tokens = rules.flatMap(({ clause }) => nameTokensOf(clause))
  return [...new Set(tokens.flatMap(({ kind, text }) => (/^(text|number)$/.test(kind) ? [text] : [])))].sort()
}

function fixOf(rule: AppRule, dataset: Dataset, cause: Cause | undefined, { datasets }: Known): string {
  const mayBeUnread = cause === undefined && rule.rules.some(({ isBuilt }) => !isBuilt)
  const named = datasets.filter(({ id }) => rule.rules.some((clause) => clause.dataset === id))
  const missing = [...new Set(rule.rules.flatMap((clause) => missingColumns(clause, dataset)))]
  const steps = [
    ...(mayBeUnread ? ['make the clause with rls(…)'] : []),
    ...(missing.length > 0 ? [`add ${missing.join(', ')} to the SQL`] : []),
    'name the virtual dataset in the rule, too',
  ].join(', and ')
  const line = ruleFor([...named, dataset], usesTables(rule))
  return `${steps.charAt(0).toUpperCase()}${steps.slice(1)}:\n${line}`
}

const usesTables = ({ rules }: AppRule) => rules.some(({ database }) => needsTables(database ?? ''))

function sumsInside({ rule, dataset, sums }: ReachFact, known: Known): Finding | undefined {
  if (sums !== 'mixed' && sums !== 'unseen') return undefined
  const seen =
    sums === 'mixed'
      ? 'they contain rows that the rule excludes.'
      : 'they may contain rows that the rule excludes, and Superset could not show whether they do.'
  const cause = tablesUnder(dataset, known.datasets)
    .map((table) => causeOfTable(table, dataset))
    .find((entry) => entry !== undefined)
  const what =
    `Rule ${rule.number} is a condition around the SQL of dataset ${nameOfDataset(dataset)}. The SQL works out values ` +
    `from several rows, and ${seen}${cause ? ` ${cause.text}` : ''}`
  return fail('rls-sums-inside', what, fixOfSums(rule, dataset, known))
}

function fixOfSums(rule: AppRule, dataset: Dataset, { version, datasets }: Known): string {
  const columns = [...new Set(rule.rules.flatMap(({ clause }) => columnsOf(clause)))].join(', ')
  const grouped = `Group by ${columns || 'the column of the rule'} in the SQL`
  const tables = tablesUnder(dataset, datasets)
  const isNamed = tables.some(({ id }) => rule.rules.some((clause) => clause.dataset === id))
  if (Number.parseInt(version ?? '', 10) < 6 || isNamed) {
    return `${grouped}, or work the value out in a chart.`
  }
  if (tables.length === 0) {
    return `${grouped}, or make a dataset of each table in it, and name them and dataset ${dataset.id} in the rule.`
  }
  return `${grouped}, or name its tables in the rule, too:\n${ruleFor([...tables, dataset], usesTables(rule))}`
}

/** Datasets that no rule is for. */
function unguarded(facts: readonly ReachFact[]): readonly Finding[] {
  const datasets = [...new Set(facts.map(({ dataset }) => dataset))]
  return datasets
    .filter((dataset) => facts.every((fact) => fact.dataset !== dataset || fact.scope === 'none'))
    .map((dataset) => {
      const what = `No rule is for dataset ${nameOfDataset(dataset)}: every viewer sees all of its rows.`
      const fix = `Name it in a rule, unless every viewer may see it:\n${ruleFor([dataset], needsTables(dataset.backend ?? ''))}`
      return warn('rls-unguarded', what, fix)
    })
}
