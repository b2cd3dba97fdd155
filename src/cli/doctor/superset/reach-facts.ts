/**
 * What guests see when a rule lets no row through. Each clause becomes `(clause) AND (1 = 0)` and keeps its datasets, so
 * rows that still come are rows that the rule does not guard. It needs no knowledge of a release or a database.
 */

import { isSame } from '../../../core/is-same'
import type { Row } from '../../../core/rows'
import { type HowMany, isEmpty, type Reach, reachQuery, testReach } from '../../../isolation/reach'
import { readDataset } from '../../../isolation/read-dataset'
import { accessTo, type DatasetUses } from '../../../server/rows/dataset-access'
import { createGuestData } from '../../../server/rows/guest-data'
import { inTurn } from '../../in-turn'
import { AT_ONCE } from '../answer'
import type { Dataset, Rule, Subject } from '../subject'
import { mintToken } from './mint'
import { causeOfTable } from './reach-causes'
import { type AppRule, columnsOf, type Scope, scopeOf, tablesUnder } from './rule'
import { isSameName } from './sql-names'
import { readTables } from './sql-tables'
import { mixesRows } from './sums'

/** A rule and a dataset that the dashboard shows. */
export interface ReachFact {
  readonly rule: AppRule
  readonly dataset: Dataset
  readonly scope: Scope
  readonly reach: Reach
  readonly sums: Sums
}

/**
 * What the rule does to values that the SQL of a virtual dataset computes from several rows. `none`: no such values.
 * `own`: they contain only rows that the rule allows. `mixed`: they contain others. `unseen`: Superset could not show it.
 * `unread`: the SQL could not be read in full, or the rule is only inside and not on each of its tables.
 */
export type Sums = 'none' | 'own' | 'mixed' | 'unseen' | 'unread'

export async function askReach(
  rows: GuestRows,
  rules: readonly AppRule[],
  datasets: readonly Dataset[],
  others: readonly Dataset[],
): Promise<readonly ReachFact[]> {
  const known = [...datasets, ...others]
  const pairs = rules.flatMap((rule) => datasets.map((dataset) => ({ rule, dataset })))
  return inTurn(pairs, AT_ONCE, async ({ rule, dataset }) => {
    const scope = scopeOf(rule, dataset, known)
    const reach = scope === 'none' ? 'unseen' : await reachOf(rows, rule.rules, dataset, scope)
    const sums = await sumsOf(rows, { rule, dataset, scope }, known)
    return { rule, dataset, scope, reach, sums }
  })
}

async function reachOf(
  rows: GuestRows,
  rules: readonly Rule[],
  dataset: Dataset,
  scope: Scope = 'inside',
): Promise<Reach> {
  const free = await rows([], dataset, 'one')
  if (free === undefined || free.length === 0) return 'unseen'
  return testReach(
    (which, howMany) => rows(which === 'closed' ? rules.map(closed) : [], dataset, howMany),
    scope === 'inside' ? 'inside' : 'around',
  )
}

function closed({ clause, dataset }: Rule): Pick<Rule, 'clause' | 'dataset'> {
  return { clause: `(${clause}) AND (1 = 0)`, ...(dataset !== undefined && { dataset }) }
}

async function sumsOf(
  rows: GuestRows,
  { rule: { rules }, dataset, scope }: Pick<ReachFact, 'rule' | 'dataset' | 'scope'>,
  known: readonly Dataset[],
): Promise<Sums> {
  const columns = rules.flatMap(({ clause }) => columnsOf(clause))
  if (dataset.sql === undefined || scope === 'none') return 'none'
  if (!mixesRows(dataset.sql, columns)) {
    return scope === 'inside' || readTables(dataset.sql).unread === undefined ? 'none' : 'unread'
  }
  const tables = tablesUnder(dataset, known)
  const inside = rules.filter((rule) => tables.some(({ id }) => id === rule.dataset))
  const guarded =
    inside.length > 0 ? tables.filter(({ id }) => inside.some((rule) => rule.dataset === id)) : tables
  const isGuarded = isEveryTableGuarded(dataset, guarded, known, columns)
  if (scope === 'inside') return isGuarded ? 'own' : 'unread'
  const seen =
    inside.length > 0
      ? SUMS[await reachOf(rows, inside, dataset)]
      : await comparedSums(rows, rules, dataset, tables)
  // Rows show only that the rule is in one place of the SQL.
  return seen === 'own' && !isGuarded ? 'unseen' : seen
}

const SUMS: Readonly<Record<Reach, Sums>> = {
  closed: 'own',
  partly: 'mixed',
  open: 'mixed',
  unseen: 'unseen',
}

/** Whether Superset finds a rule for each table that the SQL reads. A table without the rule's columns needs none. */
function isEveryTableGuarded(
  dataset: Dataset,
  guarded: readonly Dataset[],
  known: readonly Dataset[],
  columns: readonly string[],
): boolean {
  const { tables, unread } = readTables(dataset.sql ?? '')
  if (unread !== undefined || guarded.some((table) => causeOfTable(table, dataset) !== undefined))
    return false
  return tables.every(({ name, isCte }) => {
    const datasets = known.filter((table) => table.id !== dataset.id && isSameName(table.name, name))
    const needsRule = datasets.some((table) => columns.some((column) => hasColumn(table, column)))
    return (
      isCte ||
      datasets.some(({ id }) => guarded.some((table) => table.id === id)) ||
      (datasets.length > 0 && !needsRule)
    )
  })
}

const hasColumn = ({ columns }: Dataset, column: string) => columns.some((name) => isSameName(name, column))

/** Compares the rows with those under the same rule on each table inside, if such a rule reaches the dataset. */
async function comparedSums(
  rows: GuestRows,
  rules: readonly Rule[],
  dataset: Dataset,
  tables: readonly Dataset[],
): Promise<Sums> {
  const texts = rules.filter((rule) => rule.dataset === undefined || rule.dataset === dataset.id)
  const onTables = texts.flatMap((rule) => tables.map(({ id }) => ({ ...rule, dataset: id })))
  if (onTables.length === 0 || (await reachOf(rows, onTables, dataset)) !== 'closed') return 'unseen'
  const onBoth = [...onTables, ...texts.map((rule) => ({ ...rule, dataset: dataset.id }))]
  const [without, around, within] = [
    await rows([], dataset, 'many'),
    await rows(texts, dataset, 'many'),
    await rows(onBoth, dataset, 'many'),
  ]
  if (!without || !around || !within || isEmpty(around)) return 'unseen'
  if (!isSame(around, within)) return 'mixed'
  // A rule that excludes no row shows nothing.
  return isSame(around, without) ? 'unseen' : 'own'
}

/** The rows of a dataset as a guest with these rules gets them; undefined if Superset refuses the token or the query. */
export type GuestRows = (
  rules: readonly Pick<Rule, 'clause' | 'dataset'>[],
  dataset: Dataset,
  howMany: HowMany,
) => Promise<readonly Row[] | undefined>

type Asking = Pick<Subject, 'fetch' | 'url' | 'guestHeader'> &
  Required<Pick<Subject, 'session' | 'embedding' | 'charts'>> & { readonly dashboard: string }

export function guestRowsOf(subject: Asking): GuestRows {
  const { fetch, url, guestHeader: guestTokenHeader } = subject
  const askGuestData = createGuestData({ url, fetch, guestTokenHeader })
  const { signal } = new AbortController()
  const tokenFor = remember(async (rules: Parameters<GuestRows>[0]) => {
    return (await mintToken(subject, rules)).token
  })
  return remember(async (rules, dataset, howMany) => {
    const access = accessTo(usesOf(subject, dataset), dataset.id)
    const token = await tokenFor(rules)
    if (!access || token === undefined) return undefined
    return readDataset(
      (body) => askGuestData(token, body, signal),
      { id: dataset.id, access },
      reachQuery(dataset.columns, howMany),
    )
  })
}

function usesOf({ charts, embedding }: Asking, { id, filterId }: Dataset): DatasetUses<number> {
  const { numericId } = embedding
  return {
    numericId,
    charts: Object.fromEntries(charts.map((chart) => [chart.id, { id: chart.id, dataset: chart.datasetId }])),
    filters: filterId === undefined ? {} : { [filterId]: { id: filterId, dataset: id } },
  }
}

/** Calls the function once for the same arguments. */
function remember<Args extends readonly unknown[], Answer>(
  ask: (...args: Args) => Promise<Answer>,
): (...args: Args) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>()
  return (...args) => {
    const key = JSON.stringify(args)
    const answer = answers.get(key) ?? ask(...args)
    answers.set(key, answer)
    return answer
  }
}
