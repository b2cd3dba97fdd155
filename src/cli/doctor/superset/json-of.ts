import { parseJson } from '../../../core/parse-json'

/** What an answer holds, its `result` where it has one; an empty object where it is something else. */
export async function resultOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const body = Object(parseJson(await response.text()))
  return Object(body.result ?? body)
}
