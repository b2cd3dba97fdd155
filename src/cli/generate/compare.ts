/** The differences between a generated file and Superset. Things are compared by id, so another name is a rename. */

import { numberedName } from './keys'
import type { Dataset, Structure } from './structure'

export type Thing = 'dashboard' | 'filter' | 'tab' | 'chart' | 'dataset' | 'column' | 'metric'

export interface Change {
  /** The name of the dashboard's constant in the file. */
  readonly dashboard: string
  readonly thing: Thing
  /** As the app writes it. */
  readonly name: string
  readonly id: string | number
  /** For a column or a metric: the name of its dataset. */
  readonly of?: string
  readonly what: What
  readonly before?: string
  /** For something that was removed: the id of a new thing with the same name. */
  readonly after?: string
}

/** An `added` thing is only in Superset. A `Fact` is a property that differs. */
type What = 'removed' | 'added' | Fact

type Fact =
  | 'name'
  | 'number'
  | 'embed id'
  | 'cross-filters'
  | 'kind'
  | 'dataset'
  | 'column'
  | 'multiple'
  | 'required'
  | 'inverse'
  | 'type'
  | 'table'

type Difference = Omit<Change, 'dashboard' | 'thing'>

interface Described {
  readonly name: string
  readonly id: string | number
  readonly facts?: Readonly<Partial<Record<Fact, string>>>
}

/** Whether an app that uses the file can break because of the change. */
export function isBreaking({ what }: Change): boolean {
  return what !== 'added'
}

/**
 * @param dashboard the name of the dashboard's constant
 * @param file what the file has
 * @param now what Superset has, `undefined` when the dashboard is not embedded
 */
export function compareStructures(
  dashboard: string,
  file: Structure,
  now: Structure | undefined,
): readonly Change[] {
  const { title, embedId } = file
  if (now === undefined) return [{ dashboard, thing: 'dashboard', name: title, id: embedId, what: 'removed' }]
  const label = labelDatasets([...now.datasets, ...file.datasets])
  const compare = (thing: Thing, list: (structure: Structure) => readonly Described[]) =>
    compareEach(list(file), list(now)).map((difference) => ({ dashboard, thing, ...difference }))
  return [
    ...compareDashboard(file, now).map((difference) => ({
      dashboard,
      thing: 'dashboard' as const,
      ...difference,
    })),
    ...compare('filter', ({ filters }) =>
      filters.map(({ name, id, kind, datasetId, column = 'none', multiple, required, inverse }) => ({
        name,
        id,
        facts: {
          kind,
          dataset: label(datasetId),
          column,
          multiple: String(multiple),
          required: String(required),
          inverse: String(inverse),
        },
      })),
    ),
    ...compare('tab', ({ tabs }) => tabs),
    ...compare('chart', ({ charts }) =>
      charts.map(({ name, id, kind, datasetId }) => ({
        name,
        id,
        facts: { kind, dataset: label(datasetId) },
      })),
    ),
    ...compare('dataset', ({ datasets }) =>
      datasets.map(({ name, id, table = 'none (virtual)' }) => ({ name, id, facts: { table } })),
    ),
    ...compareParts(file, now, ({ columns }) =>
      columns.map(({ name, type }) => ({ name, id: name, facts: { type } })),
    ).map((difference) => ({ dashboard, thing: 'column' as const, ...difference })),
    ...compareParts(file, now, ({ metrics }) => metrics.map((name) => ({ name, id: name }))).map(
      (difference) => ({ dashboard, thing: 'metric' as const, ...difference }),
    ),
  ]
}

function compareDashboard(file: Structure, now: Structure): readonly Difference[] {
  const facts: readonly (readonly [Fact, string, string])[] = [
    ['name', file.title, now.title],
    ['number', String(file.numericId), String(now.numericId)],
    ['embed id', file.embedId, now.embedId],
    ['cross-filters', onOrOff(file.crossFilters), onOrOff(now.crossFilters)],
  ]
  return facts
    .filter(([, before, after]) => before !== after)
    .map(([what, before, after]) => ({ name: file.title, id: file.embedId, what, before, after }))
}

const onOrOff = (isOn: boolean) => (isOn ? 'on' : 'off')

/** Only of the datasets that both have: a dataset that was removed is one change. */
function compareParts(
  file: Structure,
  now: Structure,
  list: (dataset: Dataset) => readonly Described[],
): readonly Difference[] {
  return file.datasets.flatMap((before) => {
    const after = now.datasets.find(({ id }) => id === before.id)
    if (after === undefined) return []
    return compareEach(list(before), list(after)).map((difference) => ({
      ...difference,
      of: before.name,
    }))
  })
}

function compareEach(file: readonly Described[], now: readonly Described[]): readonly Difference[] {
  const changed = file.flatMap((before) => {
    const { name, id } = before
    const current = now.filter((after) => after.id === id)
    const [first] = current
    if (first === undefined) return [removed(before, file, now)]
    const isSameName = current.some((after) => isKeyOf(name, after, now))
    const renamed: readonly Difference[] = isSameName
      ? []
      : [{ name, id, what: 'name', before: name, after: first.name }]
    return [...renamed, ...compareFacts(before, first)]
  })
  const isKnown = (id: string | number) => file.some((before) => before.id === id)
  const added = now
    .filter(({ id }) => !isKnown(id))
    .map(({ name, id }): Difference => ({ name, id, what: 'added' }))
  return [...changed, ...added]
}

function removed({ name, id }: Described, file: readonly Described[], now: readonly Described[]): Difference {
  const successor = now.find((after) => after.name === name && !file.some((before) => before.id === after.id))
  return { name, id, what: 'removed', ...(successor && { after: String(successor.id) }) }
}

function compareFacts({ name, id, facts = {} }: Described, after: Described): readonly Difference[] {
  return (Object.keys(facts) as readonly Fact[]).flatMap((what) => {
    const [before = '', current = ''] = [facts[what], after.facts?.[what]]
    return before === current ? [] : [{ name, id, what, before, after: current }]
  })
}

/** Whether the file may have this key for the thing: its name, or a numbered name while others have the name too. */
function isKeyOf(key: string, { name, id }: Described, now: readonly Described[]): boolean {
  if (key === name) return true
  const [, number] = /\((\d+)\)$/.exec(key) ?? []
  const hasNamesake = now.some((other) => other.name === name && other.id !== id)
  return hasNamesake && key === numberedName(name, Number(number))
}

/** With its number, because two datasets may have one name. The first of two with one number gives the name. */
function labelDatasets(datasets: readonly Dataset[]): (id: number | undefined) => string {
  return (id) => {
    const dataset = datasets.find((candidate) => candidate.id === id)
    return dataset === undefined ? 'none' : `${dataset.name} (${dataset.id})`
  }
}
