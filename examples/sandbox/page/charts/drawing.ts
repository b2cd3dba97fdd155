import type { ChartDefinition, FilterColumn, Filters } from '../../dashboards'
import type { Row } from '../api'

/** Draws the rows of a chart; there is at least one. */
export type Draw = (rows: readonly Row[], context: DrawContext) => Element

export interface DrawContext {
  readonly chart: ChartDefinition
  readonly filters: Filters
  onChoose(column: FilterColumn, value: string): void
}
