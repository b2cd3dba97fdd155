import { nearest } from '../core/nearest'
import { printableLine } from './printable'
import { publicReads, publicReadsSentence, takeFromPublic } from './public-reads'
import type { Dashboard } from './superset-dashboards'
import type { SupersetSession } from './superset-session'
import { misuse } from './words'

/**
 * Finds a dashboard by its number, otherwise by its slug, otherwise by its title in upper or lower case.
 *
 * @throws {ToolError} `option-invalid` when no dashboard or more than one has the name
 */
export async function findDashboard(
  name: string,
  dashboards: readonly Dashboard[],
  { getAsNobody }: SupersetSession,
): Promise<Dashboard> {
  for (const isNamed of WAYS) {
    const [found, ...others] = dashboards.filter((dashboard) => isNamed(dashboard, name))
    if (found && others.length === 0) return found
    if (found) throw misuse(ambiguous(name, [found, ...others]))
  }
  const names = await publicReads(getAsNobody, ['Dashboard'])
  if (names.length > 0) {
    throw misuse(
      `Superset shows no dashboard ${name} to the account. ${publicReadsSentence(names)} ${takeFromPublic(names)}`,
    )
  }
  const suggestion = nearest(
    name,
    dashboards.flatMap(({ title, slug }) => (slug ? [title, slug] : [title])),
  )
  throw misuse(
    `This account cannot see a dashboard ${name}.${suggestion === undefined ? '' : ` Is it ${printableLine(suggestion)}?`} guestpass dashboards lists them.`,
  )
}

const WAYS: readonly ((dashboard: Dashboard, name: string) => boolean)[] = [
  ({ id }, name) => String(id) === name,
  ({ slug }, name) => slug === name,
  ({ title }, name) => title === name,
  ({ title }, name) => title.toLowerCase() === name.trim().toLowerCase(),
]

function ambiguous(name: string, dashboards: readonly Dashboard[]): string {
  const lines = dashboards.map(
    ({ id, title, slug }) =>
      `  ${id}  ${printableLine(title)}${slug === null ? '' : ` (${printableLine(slug)})`}`,
  )
  return `${dashboards.length} dashboards are called ${name}, name one by its id:\n${lines.join('\n')}`
}
