import { inTurn } from '../../in-turn'
import { check } from '../check'
import { type Finding, fail, ok, warn } from '../finding'
import { reasonIn } from '../reason'
import type { Chart } from '../subject'
import { chartQuery } from './chart-query'
import { resultOf } from './json-of'

export const chartData = check({
  name: 'chart-data',
  about: "each chart's saved query_context, and the data of one chart a dataset, asked for as the guest",
  problems: {
    'charts-unreadable': 'the account may not read the charts of the dashboard',
    'chart-query-context': 'a chart has no saved query_context, and some versions refuse its data to guests',
    'chart-payload-refused':
      'guests are refused the data of a chart, because its query_context is missing or another',
    'guest-role-chart': 'the guest may not read charts’ data',
    'chart-data-failed': 'a chart fails, for guests or for everybody',
  },
  needs: ['guest', 'charts', 'session', 'embedding'],
  async run({ guest, charts, session, embedding }) {
    const contexts = await inTurn(charts, AT_ONCE, async ({ id }) => {
      const response = await session.get(`/api/v1/chart/${id}`)
      const { query_context: context } = await resultOf(response)
      return response.status === 200 ? [[id, context] as const] : []
    })
    const read = new Map(contexts.flat())
    const saved = new Map([...read].filter(([, context]) => context))
    const findings: Finding[] = []
    const unread = charts.filter(({ id }) => !read.has(id))
    if (unread.length > 0) {
      const what = `Whether these have a saved query_context may not be read: ${namesOf(unread)}.`
      findings.push(warn('charts-unreadable', what, 'Give the account:\n  can read on Chart'))
    }
    const without = charts.filter(({ id }) => read.has(id) && !saved.has(id))
    if (without.length > 0) {
      const what = `Without a saved query_context: ${namesOf(without)}. Some versions refuse their data to guests.`
      const fix = 'Open each in Superset (Edit chart), press Update chart, and save it again.'
      findings.push(warn('chart-query-context', what, fix))
    }
    const answering: Chart[] = []
    for (const one of oneForEach(charts)) {
      const body = chartQuery(one, saved.get(one.id), embedding.numericId)
      const response = await guest('/api/v1/chart/data', body)
      const problem = response.status === 200 ? undefined : await refusal(one, response)
      if (problem) findings.push(problem)
      else answering.push(one)
    }
    const learnt = { savedQueries: saved, answeringCharts: answering }
    if (findings.length > 0) return { findings, learnt }
    return {
      findings: [
        ok(
          'chart-data',
          answering.length > 0 ? 'the guest is given the data' : 'the dashboard has no charts with a dataset',
        ),
      ],
      learnt,
    }
  },
})

async function refusal({ name }: Chart, response: Response): Promise<Finding> {
  const { status } = response
  const reason = await reasonIn(response)
  if (/cannot modify chart payload/i.test(await response.text())) {
    return fail(
      'chart-payload-refused',
      `The data of "${name}" is answered with ${status}, "Guest user cannot modify chart payload".`,
      'Open it in Superset (Edit chart), press Update chart, and save it again: that saves its query_context.',
    )
  }
  if (status === 403 || status === 401) {
    return fail(
      'guest-role-chart',
      `The data of "${name}" is answered with ${status}: the frame shows "Network error" in place of charts.`,
      'Give the guest role (Settings → List Roles):\n  can read on Chart',
    )
  }
  return fail(
    'chart-data-failed',
    `The data of "${name}" is answered with ${status}.${reason}`,
    'Open the chart in Superset: if it fails there too, mend its query or its database.',
  )
}

/** The first chart of every dataset. One is enough to know whether guests get its data. */
function oneForEach(charts: readonly Chart[]): readonly Chart[] {
  const first = new Map(charts.toReversed().map((chart) => [chart.datasetId, chart]))
  return [...first].flatMap(([datasetId, chart]) => (datasetId === undefined ? [] : [chart])).toReversed()
}

const MANY = 3
/** Enough to be quick with a large dashboard, and few to a Superset that is at work. */
const AT_ONCE = 4

function namesOf(charts: readonly Chart[]): string {
  const rest = charts.length - MANY
  const names = charts.slice(0, MANY).map(({ name }) => `"${name}"`)
  return names.join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}
