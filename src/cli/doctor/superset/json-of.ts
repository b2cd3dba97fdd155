import { bodyOf } from '../../superset-session'

/** What an answer holds, its `result` where it has one; an empty object where it is something else. */
export async function resultOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const body = Object(await bodyOf(response))
  return Object(body.result ?? body)
}
