import { ToolError } from '../../core/tool-error'
import { checkedName, TEAM, WORKSPACE } from '../../server/issuers/preset'
import { presetApiUrl } from '../../server/preset-login'
import { isCodedError } from '../coded-error'
import type { ExitCode, Terminal } from '../command'
import { readSecret } from '../credentials'
import { openPresetSession, type PresetSession } from '../preset-session'
import { listWorkspaces, type Workspace } from '../preset-workspaces'
import { printable, printableJson, printableLine } from '../printable'
import { VARIABLES } from '../variables'
import { misuse } from '../words'
import { readEmbeddedDashboards } from './read'
import { type EmbeddedDashboard, show } from './show'

export const PRESET_OPTIONS = {
  preset: { type: 'boolean' },
  'preset-team': { type: 'string' },
  'preset-workspace': { type: 'string' },
  'preset-url': { type: 'string' },
} as const

export const PRESET_HELP = `      --preset              every workspace that the API key may read, in place of --superset
      --preset-team <name>  only the workspaces of this team
      --preset-workspace <name>
                            only this workspace
      --preset-url <url>    the API's address, if it is not https://api.app.preset.io/v1

The API key comes from ${VARIABLES.presetName} and ${VARIABLES.presetSecret}, or is asked for.`

export interface PresetWords {
  readonly preset?: boolean | undefined
  readonly 'preset-team'?: string | undefined
  readonly 'preset-workspace'?: string | undefined
  readonly 'preset-url'?: string | undefined
  readonly json?: boolean | undefined
}

interface ReadWorkspace extends Workspace {
  /** `null` if the workspace could not be read. */
  readonly dashboards: readonly EmbeddedDashboard[] | null
}

/** Whether the options are those of Preset. */
export function isPreset(words: PresetWords): boolean {
  const { preset, 'preset-team': team, 'preset-workspace': workspace, 'preset-url': url } = words
  return preset === true || [team, workspace, url].some((word) => word !== undefined)
}

/** Prints the workspaces with their dashboards. Returns 1 when a workspace could not be read. */
export async function listPreset(words: PresetWords, terminal: Terminal): Promise<ExitCode> {
  const { 'preset-team': team, 'preset-workspace': wanted } = words
  if (team !== undefined) checkedName('--preset-team', team, TEAM)
  if (wanted !== undefined) checkedName('--preset-workspace', wanted, WORKSPACE)
  const url = presetApiUrl('--preset-url', words['preset-url'])
  const name = await readSecret(VARIABLES.presetName, "Name of Preset's API key", terminal)
  const secret = await readSecret(VARIABLES.presetSecret, "Secret of Preset's API key", terminal)
  const session = await openPresetSession({ name, secret, url }, terminal.fetch)
  const all = await listWorkspaces(session, team)
  const chosen = all.filter(({ workspace }) => wanted === undefined || workspace === wanted)
  if (wanted !== undefined && chosen.length === 0) {
    const known = all.map(({ workspace }) => workspace).join(', ') || 'none'
    throw misuse(`The API key cannot read a workspace ${wanted}. It can read: ${known}.`)
  }
  const workspaces: ReadWorkspace[] = []
  for (const workspace of chosen) workspaces.push(await readWorkspace(session, workspace, terminal))
  if (words.json) terminal.print(printableJson(workspaces))
  else if (workspaces.length > 0)
    terminal.print(workspaces.map((workspace) => showWorkspace(workspace, terminal)).join('\n\n'))
  if (workspaces.length === 0) terminal.warn('No workspaces that this API key may read.')
  return workspaces.some((workspace) => isReady(workspace) && !workspace.dashboards) ? 1 : 0
}

/** Preset's documentation: only a workspace that is `READY` answers. */
function isReady({ status }: Workspace): boolean {
  return status === '' || status === 'READY'
}

/** One workspace that fails does not hide the others. */
async function readWorkspace(
  session: PresetSession,
  workspace: Workspace,
  terminal: Terminal,
): Promise<ReadWorkspace> {
  const { domain } = workspace
  if (!isReady(workspace)) return { ...workspace, dashboards: null }
  terminal.progress(`reading ${domain} …`)
  try {
    const reader = { url: domain, get: (path: string) => session.getFrom(domain, path) }
    return { ...workspace, dashboards: await readEmbeddedDashboards(reader) }
  } catch (error) {
    if (!isCodedError(error)) throw error
    terminal.warn(printable(error instanceof ToolError ? error.sentence : error.message))
    return { ...workspace, dashboards: null }
  } finally {
    terminal.progress('')
  }
}

function showWorkspace(read: ReadWorkspace, terminal: Terminal): string {
  const { team, workspace, title, domain, status, dashboards } = read
  const { strong, faint } = terminal.colours
  const heading = [
    strong(printableLine(title || workspace)),
    printableLine(`  team: '${team}', workspace: '${workspace}', domain: '${domain}'`),
  ].join('\n')
  if (dashboards?.length) return `${heading}\n${show(dashboards, terminal)}`
  if (dashboards) return `${heading}\n${faint('No dashboards that this API key may see.')}`
  const reason = isReady(read) ? 'It could not be read.' : `It is ${status}: open it, and run this again.`
  return `${heading}\n${faint(printableLine(reason))}`
}
