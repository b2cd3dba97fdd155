/** The workspaces of a team of Preset, from its Management API. */

import { type PresetSession, readList } from './preset-session'

export interface Workspace {
  /** The option `team` of the issuers. */
  readonly team: string
  /** The option `workspace` of the issuers. */
  readonly workspace: string
  readonly title: string
  /** The option `domain` of the issuers. Preset's documentation asks callers not to build it from other parts. */
  readonly domain: string
  /** `READY`, `HIBERNATED`, `UPGRADING`, `ERROR` … */
  readonly status: string
}

/**
 * @param team one team, or every team of the API key
 * @throws {ToolError} `unreachable`, `login-refused`
 */
export async function listWorkspaces(
  session: PresetSession,
  team: string | undefined,
): Promise<readonly Workspace[]> {
  const teams = team === undefined ? (await readList(session, '/teams/')).map(nameOf) : [team]
  const lists: Workspace[][] = []
  for (const name of teams.filter(Boolean)) {
    const entries = await readList(session, `/teams/${encodeURIComponent(name)}/workspaces/`)
    lists.push(entries.flatMap((entry) => workspaceOf(name, entry)))
  }
  return lists.flat()
}

/** Nothing for an entry without a usable host: the access token is sent to this host. */
function workspaceOf(team: string, entry: unknown): Workspace[] {
  const { title, hostname, workspace_status: status } = Object(entry)
  if (typeof hostname !== 'string' || !/^[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(hostname)) return []
  const [firstLabel = ''] = hostname.split('.')
  const domain = `https://${hostname.toLowerCase()}`
  return [
    { team, workspace: nameOf(entry) || firstLabel, title: textOf(title), domain, status: textOf(status) },
  ]
}

function nameOf(entry: unknown): string {
  return textOf(Object(entry).name)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
