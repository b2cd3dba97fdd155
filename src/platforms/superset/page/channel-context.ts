import type { GuestpassErrorCode } from '../../../core/errors'
import type { ChannelEvent, ChannelTarget } from '../../../core/platform'
import type { SupersetSettings } from '../settings'
import type { SelectionReader } from './chart-selection'
import type { FilterTranslation } from './filter-translation'
import type { Fit } from './fit'
import type { ViewSync } from './view-sync'

/** Follows what the viewer does to interactive tables. */
export interface TableFollower {
  /** Whether the app wants the tables to be kept. */
  isWanted(): boolean
  /** The page answered `getChartStates`. */
  onTables(answer: unknown): void
}

/** What the parts of one channel share. Each part declares with `Pick` what it uses. */
export interface ChannelContext
  extends Pick<ChannelTarget<HTMLElement>, 'id' | 'sizing' | 'memory' | 'route' | 'emit'> {
  readonly frame: HTMLIFrameElement
  /** Superset's origin. The port and the token go to this origin only. */
  readonly origin: string
  readonly fit: Fit
  readonly view: ViewSync
  readonly tables: TableFollower
  readonly translation: FilterTranslation
  readonly selection: SelectionReader
  /** The settings at the time of the call. */
  settings(): SupersetSettings
  report(event: ChannelEvent): void
  /** Reports a failure. */
  fail(code: GuestpassErrorCode, sentence: string): void
}
