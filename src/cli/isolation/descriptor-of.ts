import type { DashboardDescriptor } from '../../core/descriptor'
import type { Structure } from '../generate/structure'

/** A structure as a descriptor. Names that are not unique have their id behind them, because every dataset is tested. */
export function descriptorOf(structure: Structure): DashboardDescriptor {
  const { embedId, numericId, title, filters, charts, datasets } = structure
  const names = new Map(
    datasets.map(({ id, name }) => {
      const isUnique = datasets.filter((other) => other.name === name).length === 1
      return [id, isUnique ? name : `${name} (${id})`] as const
    }),
  )
  const datasetOf = (id: number | undefined) => (id === undefined ? undefined : names.get(id))
  return {
    embedId,
    numericId,
    title,
    filters: Object.fromEntries(
      filters.map(({ datasetId, ...filter }) => [filter.id, { ...filter, dataset: datasetOf(datasetId) }]),
    ),
    tabs: {},
    charts: Object.fromEntries(
      charts.map(({ id, kind, datasetId }) => [`${id}`, { id, kind, dataset: datasetOf(datasetId) }]),
    ),
    datasets: Object.fromEntries(
      datasets.map(({ id, table, columns, metrics }) => [
        names.get(id) ?? `${id}`,
        {
          ...(table === undefined ? { virtual: true as const } : { table }),
          ...{ id, metrics, columns: Object.fromEntries(columns.map(({ name, type }) => [name, type])) },
        },
      ]),
    ),
  }
}
