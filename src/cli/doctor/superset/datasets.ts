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
      return { findings: [warn('datasets-unreadable', what, FIX)] }
    }
    const read = await inTurn(listed, AT_ONCE, (one) => readDataset(session, Number(Object(one).id)))
    const all = read.filter((one) => one !== undefined)
    if (all.length < read.length) {
      const what = 'What some of the datasets hold may not be read, so that no rule can be held against them.'
      return { findings: [warn('datasets-unreadable', what, FIX)] }
    }
    const names = all.map(({ id, name }) => `${id} ${name}`).join(', ')
    return { findings: [ok('datasets', names || 'none')], learnt: { datasets: all } }
  },
})

const AT_ONCE = 4
const FIX =
  'To look at rules and databases, the account needs:\n  can read on Dashboard, Dataset and Database'

/** What a dashboard is told of its datasets are the columns that it shows; a rule may name any. */
async function readDataset(session: SupersetSession, id: number): Promise<Dataset | undefined> {
  const response = await session.get(`/api/v1/dataset/${id}`)
  const { table_name: name, columns, database } = await resultOf(response)
  if (response.status !== 200 || !Array.isArray(columns)) return undefined
  const { id: databaseId } = Object(database)
  return {
    id,
    name: String(name),
    columns: columns.map((one) => String(Object(one).column_name)),
    databaseId: typeof databaseId === 'number' ? databaseId : undefined,
  }
}
