import { parseJson } from '../../../core/parse-json'
import { inTurn } from '../../in-turn'
import { AT_ONCE, IN_FRONT, inFront, reasonIn, resultOf } from '../answer'
import { check } from '../check'
import { type Finding, fail, warn } from '../finding'
import type { Chart, Subject } from '../subject'

export const chartData = check({
  name: 'chart-data',
  about:
    "each chart's saved query_context, and the data of one chart for each dataset, requested as the guest",
  problems: {
    'charts-unreadable': 'the account may not read the charts of the dashboard',
    'chart-query-context': 'a chart has no saved query_context, and some versions refuse its data to guests',
    'chart-payload-refused':
      'Superset refuses a chart’s data to guests, because its query_context is missing or different',
    'guest-role-chart': 'the guest may not read charts’ data',
    'chart-data-failed': 'a chart fails, for guests or for everybody',
    'async-queries': 'Superset computes charts in the background, and guests do not get the data',
    ...IN_FRONT,
  },
  needs: ['guest', 'charts', 'session', 'embedding'],
  reads: ['Chart'],
  async run(subject) {
    const { guest, charts, session, embedding } = subject
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
      const what = `The account may not read whether these charts have a saved query_context: ${namesOf(unread)}.`
      findings.push(warn('charts-unreadable', what, 'Give the account:\n  can read on Chart'))
    }
    const without = charts.filter(({ id }) => read.has(id) && !saved.has(id))
    if (without.length > 0) {
      const what = `These charts do not have a saved query_context: ${namesOf(without)}. Some versions refuse their data to guests.`
      const fix = 'Open each chart in Superset (Edit chart), press Update chart, and save it again.'
      findings.push(warn('chart-query-context', what, fix))
    }
    let answering = 0
    for (const chart of oneForEach(charts)) {
      const body = chartQuery(chart, saved.get(chart.id), embedding.numericId)
      const response = await guest('/api/v1/chart/data', body)
      const problem = response.status === 200 ? undefined : await refusal(chart, response, subject)
      if (problem) findings.push(problem)
      else answering++
    }
    const well = answering > 0 ? 'the guest gets the data' : 'the dashboard has no charts with a dataset'
    return { findings, ok: well }
  },
})

/** Known causes in the text of the answer come first, then causes of its status. */
async function refusal({ name }: Chart, response: Response, { roles, flags }: Subject): Promise<Finding> {
  const { status } = response
  const isRefusal = [401, 403].includes(status)
  const reason = await reasonIn(response)
  const answered = `The data of "${name}" is answered with ${status}`
  if (/cannot modify chart payload/i.test(await response.text())) {
    const what = `${answered}, "Guest user cannot modify chart payload".`
    const fix =
      'Open it in Superset (Edit chart), press Update chart, and save it again: that saves its query_context.'
    return fail('chart-payload-refused', what, fix)
  }
  if (status === 202) {
    const what = `${answered}: GLOBAL_ASYNC_QUERIES is on, and the doctor does not wait for the worker.`
    const fix = `Look at the dashboard as a guest. If its charts stay empty, turn off GLOBAL_ASYNC_QUERIES:\n${ASYNC_OFF}`
    return warn('async-queries', what, fix)
  }
  if (flags?.['GLOBAL_ASYNC_QUERIES'] === true && status === 401) {
    const what = `${answered}: GLOBAL_ASYNC_QUERIES is on, and its channel for results refuses guests (Superset's log: "Subject must be a string").${reason}`
    const fix = `Turn off GLOBAL_ASYNC_QUERIES in superset_config.py, and restart:\n${ASYNC_OFF}`
    return fail('async-queries', what, fix)
  }
  if (isRefusal && roles && !Object.values(roles).flat().includes('can_read on Chart')) {
    const what = `${answered}: the frame shows "Network error" in place of charts.`
    return fail('guest-role-chart', what, 'Give the guest role (Settings → List Roles):\n  can read on Chart')
  }
  const fix = isRefusal
    ? "The guest role may read charts, so another rule refuses the guest: look at Superset's log, at a custom security manager, and a proxy in front."
    : 'Open the chart in Superset: if it fails there too, correct its query or its database.'
  return inFront(`The data of "${name}"`, response) ?? fail('chart-data-failed', `${answered}.${reason}`, fix)
}

const ASYNC_OFF = '  FEATURE_FLAGS["GLOBAL_ASYNC_QUERIES"] = False'

/** The first chart of every dataset. One chart is enough to know whether guests get the data of the dataset. */
function oneForEach(charts: readonly Chart[]): readonly Chart[] {
  const first = new Map(charts.toReversed().map((chart) => [chart.datasetId, chart]))
  return [...first].flatMap(([datasetId, chart]) => (datasetId === undefined ? [] : [chart])).toReversed()
}

const MANY = 3
function namesOf(charts: readonly Chart[]): string {
  const unlisted = charts.length - MANY
  const names = charts.slice(0, MANY).map(({ name }) => `"${name}"`)
  return names.join(', ') + (unlisted > 0 ? ` and ${unlisted} more` : '')
}

/** The request for one row of each query of the chart, as the embedded page sends it. A mixed chart has two queries. */
export function chartQuery({ formData, datasetId }: Chart, saved: unknown, dashboardId: number): object {
  const context = Object(typeof saved === 'string' ? parseJson(saved) : undefined)
  const queries: readonly object[] = Array.isArray(context.queries) ? context.queries : []
  const unsaved = { metrics: metricsOf(formData), columns: [], filters: [], extras: {} }
  return {
    datasource: context.datasource ?? { id: datasetId, type: 'table' },
    force: false,
    queries: (queries.length > 0 ? queries : [unsaved]).map((query) => ({ ...query, row_limit: 1 })),
    form_data: { ...formData, dashboardId },
    result_format: 'json',
    result_type: 'full',
  }
}

function metricsOf({ metrics, metric }: Chart['formData']): readonly unknown[] {
  const all = [metrics ?? [], metric ?? []].flat()
  return all.length > 0 ? all : ['count']
}
