import type { ExitCode } from '../command'

/** The result of one check. Every text is for a person, and does not contain secrets, tokens or RLS values. */
export type Finding = Good | Problem | Skipped

interface Good {
  readonly status: 'ok'
  /** The name of the check. */
  readonly id: string
  readonly what: string
}

export interface Problem {
  /** `fail`: viewers do not see the dashboard, or see more than they may. `warn`: this can happen, or costs them something. */
  readonly status: 'warn' | 'fail'
  /** Names the problem, in kebab-case. It stays the same from version to version. */
  readonly id: string
  readonly what: string
  /** What to do. A line that begins with two spaces is copied as it is. */
  readonly fix: string
}

interface Skipped {
  readonly status: 'skipped'
  readonly id: string
  /** Why the check was skipped. */
  readonly what: string
}

/** The problem that makes all checks impossible. */
export const NO_ANSWER = 'no-answer'

export const ok = (id: string, what: string): Finding => ({ status: 'ok', id, what })
export const warn = (id: string, what: string, fix: string): Finding => ({ status: 'warn', id, what, fix })
export const fail = (id: string, what: string, fix: string): Finding => ({ status: 'fail', id, what, fix })
export const skipped = (id: string, what: string): Finding => ({ status: 'skipped', id, what })

export function exitCodeOf(findings: readonly Finding[]): ExitCode {
  const failed = findings.filter(({ status }) => status === 'fail')
  if (failed.some(({ id }) => id === NO_ANSWER)) return 2
  return failed.length > 0 ? 1 : 0
}
