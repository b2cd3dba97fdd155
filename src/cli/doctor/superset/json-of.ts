import { bodyOf } from '../../superset-session'

/** The JSON of an answer: its `result`, or all of it if it has no `result`. An empty object if the answer is not JSON. */
export async function resultOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const body = Object(await bodyOf(response))
  return Object(body.result ?? body)
}
