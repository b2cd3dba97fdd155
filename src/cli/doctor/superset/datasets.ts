import { inTurn } from '../../in-turn'
import type { SupersetSession } from '../../superset-session'
import { check } from '../check'
import { ok, warn } from '../finding'
import type { Dataset } from '../subject'
import { resultOf } from './json-of'

export const datasets = check({
  name: 'datasets',
  about: "the dashboard's datasets with their ids, for `dataset` in a rule",
  problems: { 'datasets-unreadable': 'the account may not read the dashboard’s datasets' },
  needs: ['session', 'embedding'],
  async run({ session, embedding }) {
    const response = await session.get(`/api/v1/dashboard/${embedding.numericId}/datasets`)
    const listed = await resultOf(response)
    if (response.status !== 200 || !Array.isArray(listed)) {
      const what = `The datasets are answered with ${response.status}.`
      const fix =
        'To look at rules and databases, the account needs:\n  can read on Dashboard, Dataset and Database'
      return { findings: [warn('datasets-unreadable', what, fix)] }
    }
    const all = await inTurn(listed, AT_ONCE, (one) => readDataset(session, Object(one)))
    const names = all.map(({ id, name }) => `${id} ${name}`).join(', ')
    return { findings: [ok('datasets', names || 'none')], learnt: { datasets: all } }
  },
})

const AT_ONCE = 4

/** What a dashboard is told of its datasets are the columns that it shows; a rule may name any. */
async function readDataset(
  session: SupersetSession,
  listed: Readonly<Record<string, unknown>>,
): Promise<Dataset> {
  const id = Number(listed['id'])
  const own = await resultOf(await session.get(`/api/v1/dataset/${id}`))
  const columns = [own['columns'] ?? listed['columns'] ?? []].flat()
  const database = Object(own['database'] ?? listed['database'])
  return {
    id,
    name: String(own['table_name'] ?? listed['table_name']),
    columns: columns.map((one) => String(Object(one).column_name)),
    databaseId: typeof database.id === 'number' ? database.id : undefined,
  }
}
