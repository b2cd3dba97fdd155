import type { Terminal } from './command'
import { readSupersetAccount } from './credentials'
import { type SupersetSession, signIn } from './superset-session'
import { supersetUrl } from './superset-url'

/** The options of every command that signs in to a Superset. */
export const SUPERSET_OPTIONS = {
  superset: { type: 'string' },
  username: { type: 'string' },
  provider: { type: 'string' },
} as const

export const SUPERSET_HELP = `      --superset <url>      Superset's address, with the path it is under
      --username <name>     who signs in; or GUESTPASS_SUPERSET_USERNAME
      --provider <name>     db or ldap: where Superset looks the account up (db)

The password comes from GUESTPASS_SUPERSET_PASSWORD, or is asked for. Where people sign in to Superset elsewhere,
GUESTPASS_SUPERSET_ACCESS_TOKEN takes the place of both.`

export interface SupersetWords {
  readonly superset?: string | undefined
  readonly username?: string | undefined
  readonly provider?: string | undefined
}

export async function signInAs(words: SupersetWords, terminal: Terminal): Promise<SupersetSession> {
  const url = supersetUrl(words.superset)
  return signIn(url, await readSupersetAccount(words, terminal), terminal.fetch)
}
