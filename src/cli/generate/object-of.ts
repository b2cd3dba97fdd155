/** The structure of a dashboard as its descriptor: what the generated module contains. */

import type { DashboardDescriptor } from '../../core/descriptor'
import { type Keyed, keyEach } from './keys'
import type { Literal, LiteralObject } from './literal'
import { compareTexts, type Dataset, type Filter, type Structure } from './structure'

/** The descriptor, without a file. Later items of a name have a number behind it, as with `--number-collisions`. */
export function descriptorOf(structure: Structure): DashboardDescriptor {
  return plainOf(objectOf(structure)) as DashboardDescriptor
}

/** `Object.fromEntries` makes `__proto__` an ordinary key, too. */
function plainOf(value: Literal): unknown {
  if (!(value instanceof Map)) return value
  return Object.fromEntries([...value].map(([key, item]) => [key, plainOf(item)]))
}

export function objectOf(structure: Structure): LiteralObject {
  const { embedId, numericId, title, filters, tabs, charts, datasets } = structure
  // Written only where they are off.
  const crossFilters = structure.crossFilters && undefined
  const datasetKeys = keyEach(datasets).keyed
  const keyOfDataset = new Map(datasetKeys.map(({ key, item }) => [item.id, key]))
  return literalObject({
    embedId,
    numericId,
    title,
    crossFilters,
    filters: keyedObject(keyEach(filters).keyed, (filter) => filterObject(filter, keyOfDataset)),
    tabs: keyedObject(keyEach(tabs).keyed, ({ id }) => id),
    charts: keyedObject(keyEach(charts).keyed, ({ id, kind, datasetId }) =>
      literalObject({ id, kind, dataset: keyOfDataset.get(datasetId ?? -1) }),
    ),
    datasets: keyedObject(datasetKeys.toSorted(byKey), datasetObject),
  })
}

function filterObject(filter: Filter, keyOfDataset: ReadonlyMap<number, string>): LiteralObject {
  const { id, kind, datasetId, column, multiple, required, hasDefault } = filter
  const dataset = keyOfDataset.get(datasetId ?? -1)
  // Written only where it is true, because hardly any filter is inverse.
  const inverse = filter.inverse || undefined
  return literalObject({ id, kind, dataset, column, multiple, required, hasDefault, inverse })
}

/** With the fields that a rule of `guestpass/server` takes: `id`, and `table` or `virtual`. */
function datasetObject({ id, table, columns, metrics }: Dataset): LiteralObject {
  const source = table === undefined ? { virtual: true } : { table }
  return literalObject({
    id,
    ...source,
    columns: new Map(columns.map(({ name, type }) => [name, type])),
    metrics,
  })
}

/** In this order, without what is not set. The names are ours, so an ordinary object is safe. */
function literalObject(properties: Readonly<Record<string, Literal | undefined>>): LiteralObject {
  const entries = Object.entries(properties)
  return new Map(entries.filter((entry): entry is [string, Literal] => entry[1] !== undefined))
}

function keyedObject<Item>(keyed: readonly Keyed<Item>[], literalOf: (item: Item) => Literal): LiteralObject {
  return new Map(keyed.map(({ key, item }) => [key, literalOf(item)]))
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return compareTexts(a.key, b.key)
}
