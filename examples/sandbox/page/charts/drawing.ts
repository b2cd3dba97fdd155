import type { ChartDefinition, FilterColumn } from '../../dashboards'
import type { Row } from '../api'
import type { Sort } from '../chart-states'

/** Draws the rows of a chart; there is at least one. */
export type Draw = (rows: readonly Row[], context: DrawContext) => Element

export interface DrawContext {
  readonly chart: ChartDefinition
  /** The values of `chart.by` that a viewer clicked. */
  readonly chosen: readonly string[]
  readonly sort: Sort | undefined
  onChoose(column: FilterColumn, value: string): void
  onSort(column: string): void
}
