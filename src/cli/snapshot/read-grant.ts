import { ownProperties } from '../../core/own-properties'
import { parseJson } from '../../core/parse-json'
import type { SupersetGrant } from '../../server/grant'
import { readText } from '../read-text'
import { misuse } from '../words'

const EXAMPLE = '{ "viewer": "ana", "rls": [{ "clause": "country = \'USA\'" }] }'

/**
 * Reads the grant of a file, as `authorize` returns it. Its dashboards are replaced by the dashboard of the command.
 *
 * @throws {ToolError} `option-invalid`
 */
export async function readGrant(file: string, embedId: string): Promise<SupersetGrant> {
  const parsed = parseJson(await readText(file))
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw misuse(`${file} does not have a grant. Write JSON such as ${EXAMPLE}.`)
  }
  return { ...ownProperties(parsed), dashboards: [embedId] } as unknown as SupersetGrant
}
