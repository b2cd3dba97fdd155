import type { ExitCode } from '../command'

/** What one check came to. Every text is for a person, and holds no secret, token or RLS value. */
export type Finding = Good | Problem | Skipped

interface Good {
  readonly status: 'ok'
  /** The name of the check. */
  readonly id: string
  readonly what: string
}

export interface Problem {
  /** `fail`: people see no dashboard, or more than they may. `warn`: they will, or it costs them something. */
  readonly status: 'warn' | 'fail'
  /** What is wrong, in kebab-case: it stays the same from version to version. */
  readonly id: string
  readonly what: string
  /** What to do. A line that begins with two spaces is to be copied as it is. */
  readonly fix: string
}

interface Skipped {
  readonly status: 'skipped'
  readonly id: string
  /** Why it was not looked at. */
  readonly what: string
}

/** The problem that leaves nothing to look at. */
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
