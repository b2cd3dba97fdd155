/**
 * The secrets of the commands come from the environment, or from a question whose answer is not shown. They never come
 * from options, because shells keep options and every process of the machine can read them.
 */

import { ToolError } from '../core/tool-error'
import type { Terminal } from './command'
import type { SupersetAccount } from './superset-session'
import { VARIABLES, type Variable } from './variables'
import { misuse } from './words'

export interface AccountWords {
  readonly username?: string | undefined
  /** @default 'db' */
  readonly provider?: string | undefined
}

/** @throws {ToolError} `option-invalid`, `credential-missing` */
export async function readSupersetAccount(words: AccountWords, terminal: Terminal): Promise<SupersetAccount> {
  const { provider = 'db' } = words
  if (provider !== 'db' && provider !== 'ldap') throw misuse('--provider must be db or ldap.')
  const accessToken = givenSecret(VARIABLES.accessToken, terminal)
  if (accessToken !== undefined && words.username === undefined) return { accessToken }
  const username = words.username || terminal.env[VARIABLES.username]
  if (!username) {
    throw new ToolError('credential-missing', `Who signs in? Give --username, or set ${VARIABLES.username}.`)
  }
  const password = await readSecret(VARIABLES.password, `Password of ${username}`, terminal)
  return { username, password, provider }
}

/** From the environment, or from a question on a terminal. @throws {ToolError} `credential-missing` */
export async function readSecret(variable: Variable, question: string, terminal: Terminal): Promise<string> {
  const secret = givenSecret(variable, terminal) ?? (await terminal.askUnseen?.(`${question}: `))
  if (secret) return secret
  throw new ToolError(
    'credential-missing',
    terminal.askUnseen ? `Nothing was given. ${variable} would do as well.` : `Set ${variable}.`,
  )
}

/** Only from the environment, for a secret that a command can work without. */
export function givenSecret(variable: Variable, { env }: Terminal): string | undefined {
  return env[variable] || undefined
}
