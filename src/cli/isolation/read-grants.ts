import { ownProperties } from '../../core/own-properties'
import { parseJson } from '../../core/parse-json'
import type { RowValue } from '../../core/rows'
import type { GrantUnderTest } from '../../isolation/prove-isolation'
import type { SupersetGrant } from '../../server/grant'
import { readText } from '../read-text'
import { misuse } from '../words'

const EXAMPLE =
  '{ "usa": { "viewer": "ana", "rls": [{ "clause": "country = \'USA\'" }], "tenants": ["USA"] }, "france": { … } }'

/**
 * Reads the grants of a file, as `authorize` returns them, with the tenants that each may see. A grant without `dashboards`
 * has all dashboards of the command.
 *
 * @throws {ToolError} `option-invalid`
 */
export async function readGrants(
  file: string,
  embedIds: readonly string[],
): Promise<Readonly<Record<string, GrantUnderTest>>> {
  const parsed = parseJson(await readText(file))
  const entries = Object.entries(ownProperties(parsed))
  if (Array.isArray(parsed) || entries.length < 2) {
    throw misuse(`${file} does not have two grants. Write JSON such as ${EXAMPLE}.`)
  }
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const { tenants, ...grant } = ownProperties(value)
      if (tenants !== undefined && !Array.isArray(tenants)) {
        throw misuse(`${file}: tenants of ${name} is not a list. Write the values of the tenant column.`)
      }
      const whole = { dashboards: embedIds, ...grant } as unknown as SupersetGrant
      return [name, { grant: whole, tenants: tenants as readonly RowValue[] | undefined }] as const
    }),
  )
}
