import { type Filter, nameOf } from './structure'

/** The native filters of a dashboard. @param metadata its parsed `json_metadata` */
export function readFilters(metadata: unknown): readonly Filter[] {
  const { native_filter_configuration: configuration } = Object(metadata)
  return [configuration ?? []].flat().map(Object).flatMap(readFilter)
}

function readFilter(filter: Readonly<Record<string, unknown>>): readonly Filter[] {
  const { id, name, type, filterType, targets } = filter
  // A divider is a heading in the filter bar.
  if (typeof id !== 'string' || type === 'DIVIDER') return []
  const kind = String(filterType).replace(/^filter_/, '')
  const [target] = [targets ?? []].flat()
  const { datasetId, column } = Object(target)
  const columnName = Object(column).name
  const controls = Object(filter['controlValues'])
  return [
    {
      name: nameOf(name, id),
      id,
      kind,
      datasetId: Number.isInteger(datasetId) ? datasetId : undefined,
      column: typeof columnName === 'string' ? columnName : undefined,
      // Superset takes several values unless the author decided otherwise.
      multiple: kind === 'select' && controls.multiSelect !== false,
      required: controls.enableEmptyFilter === true,
      hasDefault: controls.defaultToFirstItem === true || isChosen(defaultValueOf(filter)),
      inverse: kind === 'select' && controls.inverseSelection === true,
    },
  ]
}

function defaultValueOf({ defaultDataMask }: Readonly<Record<string, unknown>>): unknown {
  return Object(Object(defaultDataMask).filterState).value
}

/** An empty list, and a range without both ends, choose nothing. */
function isChosen(value: unknown): boolean {
  return [value].flat().some((item) => item !== undefined && item !== null && item !== '')
}
