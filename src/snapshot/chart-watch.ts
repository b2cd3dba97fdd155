import type { UnfinishedChart } from './snapshot-error'

/** A chart as it is in the embedded page. */
export interface ChartInPage {
  /** The number of the chart in Superset. */
  readonly id: string
  /** The name of the chart on the dashboard. */
  readonly name: string
  readonly state: 'loading' | 'drawn' | 'error'
}

/** What is known about the data of a dashboard: the answers that the browser received, and the charts of the open tab. */
export interface ChartWatch {
  /** A request for the data of a chart or a filter was sent. */
  sent(subject: string): void
  /** The request was answered, or broke off without an answer. */
  ended(subject: string, status: number | undefined): void
  /** The charts that the embedded page shows now. */
  seen(charts: readonly ChartInPage[]): void
  /** The charts and filters that wait for an answer or are not drawn. */
  unfinished(): readonly UnfinishedChart[]
  /** The charts and filters with an error as their last answer, and the charts that show an error. */
  failed(): readonly UnfinishedChart[]
}

interface Answers {
  pending: number
  status: number | undefined
}

export function createChartWatch(): ChartWatch {
  const answers = new Map<string, Answers>()
  let charts: readonly ChartInPage[] = []

  function describe(id: string): UnfinishedChart {
    const name = charts.find((chart) => chart.id === id)?.name
    return { id, name: name ?? id, status: answers.get(id)?.status }
  }

  function describeAll(
    isInPage: (chart: ChartInPage) => boolean,
    isInAnswers: (answers: Answers) => boolean,
  ): readonly UnfinishedChart[] {
    const ids = new Set([
      ...charts.filter(isInPage).map(({ id }) => id),
      ...[...answers].filter(([, entry]) => isInAnswers(entry)).map(([id]) => id),
    ])
    return [...ids].map(describe)
  }

  return {
    sent(subject) {
      answers.set(subject, { pending: (answers.get(subject)?.pending ?? 0) + 1, status: undefined })
    },
    ended(subject, status) {
      const { pending = 1, status: before } = answers.get(subject) ?? {}
      // The page breaks off a request that it sends again with other filters.
      answers.set(subject, { pending: pending - 1, status: status ?? before })
    },
    seen(next) {
      charts = next
    },
    unfinished: () =>
      describeAll(
        // A chart that was below the window shows neither rows nor that it loads, until it sends its request (measured on 6.1).
        ({ id, state }) =>
          state === 'loading' || (state === 'drawn' && answers.get(id)?.status === undefined),
        ({ pending }) => pending > 0,
      ),
    failed: () =>
      describeAll(
        ({ state }) => state === 'error',
        ({ status }) => status !== undefined && status >= 400,
      ),
  }
}
