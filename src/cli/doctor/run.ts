import { nameOf } from '../../server/upstream'
import { isCodedError } from '../coded-error'
import type { Check, Outcome } from './check'
import { type Finding, fail } from './finding'
import type { Subject } from './subject'

export interface Watcher {
  /** Called before each check. */
  readonly onStart: (name: string) => void
  readonly onFinding: (finding: Finding) => void
}

/** Runs one check after the other. Each check receives what the earlier checks have learnt. */
export async function runChecks(
  checks: readonly Check[],
  given: Subject,
  { onStart, onFinding }: Watcher,
): Promise<readonly Finding[]> {
  let subject = given
  const all: Finding[] = []
  for (const check of checks) {
    onStart(check.name)
    const { findings, learnt } = await outcomeOf(check, subject)
    subject = { ...subject, ...learnt }
    all.push(...findings)
    findings.forEach(onFinding)
  }
  return all
}

/** The problem of a check that throws. */
const CHECK_FAILED = 'check-failed'

/** The message of an error without a code is not shown: it may contain the request, with a password or a token in it. */
async function outcomeOf(check: Check, subject: Subject): Promise<Outcome> {
  try {
    return await check.run(subject)
  } catch (error) {
    const reason = isCodedError(error) ? error.sentence : `It failed with ${nameOf(error)}.`
    const what = `The check ${check.name} did not finish. ${reason}`
    return {
      findings: [
        fail(CHECK_FAILED, what, "Run this again. If the problem stays, look at Superset's own log."),
      ],
    }
  }
}
