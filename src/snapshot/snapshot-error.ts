import { ToolError, type ToolErrorCode } from '../core/tool-error'

/** A chart, or a filter of the filter bar, that keeps a snapshot from being taken. */
export interface UnfinishedChart {
  /** The number of the chart in Superset, or the id of the filter (`NATIVE_FILTER-…`). */
  readonly id: string
  /** The name of the chart on the dashboard. A filter has its id. */
  readonly name: string
  /** The HTTP status of Superset's answer. `undefined` when Superset has not answered, or the chart cannot be drawn. */
  readonly status: number | undefined
}

/** Why a snapshot was not taken. The `message` names the charts, and never contains an answer of Superset. */
export class SnapshotError extends ToolError {
  /** The charts that failed, or that were not drawn in time. Empty when the cause is another. */
  readonly charts: readonly UnfinishedChart[]

  /** @param sentence the message without the code, which is appended here */
  constructor(
    code: Extract<ToolErrorCode, 'snapshot-failed' | 'snapshot-timeout' | 'browser-failed'>,
    sentence: string,
    { charts = [], cause }: { readonly charts?: readonly UnfinishedChart[]; readonly cause?: unknown } = {},
  ) {
    super(code, sentence, cause === undefined ? {} : { cause })
    this.charts = charts
  }
}

/** The error for a dashboard whose charts do not all have an answer. */
export function chartsFailed(charts: readonly UnfinishedChart[]): SnapshotError {
  const names = charts.map(({ name, status }) => `${name} (${status ?? 'not drawn'})`).join(', ')
  return new SnapshotError(
    'snapshot-failed',
    `Charts of the dashboard failed: ${names}. Open the dashboard as this viewer, or check its rules with npx guestpass isolation.`,
    { charts },
  )
}

/** The error for a snapshot that was not taken in time. */
export function timedOut(
  timeoutMs: number,
  charts: readonly UnfinishedChart[],
  lastProblem: string | undefined,
): SnapshotError {
  const waitedFor =
    charts.length > 0 ? `These charts are not drawn: ${charts.map(({ name }) => name).join(', ')}.` : ''
  const sentences = [
    `The picture was not taken within ${timeoutMs / 1000} s.`,
    waitedFor,
    lastProblem ?? '',
    'Increase timeoutMs, or find out why Superset is slow.',
  ]
  return new SnapshotError('snapshot-timeout', sentences.filter(Boolean).join(' '), { charts })
}
