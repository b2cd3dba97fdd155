import { nameOf } from '../../server/upstream'
import { isCodedError } from '../coded-error'
import type { Check, Outcome } from './check'
import { type Finding, fail } from './finding'
import type { Subject } from './subject'

export interface Watcher {
  /** A check begins. */
  readonly onStart: (name: string) => void
  readonly onFinding: (finding: Finding) => void
}

/** One check after the other: each is given what those before it have learnt. */
export async function runChecks(
  checks: readonly Check[],
  given: Subject,
  { onStart, onFinding }: Watcher,
): Promise<readonly Finding[]> {
  let subject = given
  const all: Finding[] = []
  for (const one of checks) {
    onStart(one.name)
    const { findings, learnt } = await outcomeOf(one, subject)
    subject = { ...subject, ...learnt }
    all.push(...findings)
    findings.forEach(onFinding)
  }
  return all
}

/** The one problem that any check may find. */
const CHECK_FAILED = 'check-failed'

/** Any other error's own words stay here: a client's often hold the request, with a password or a token in it. */
async function outcomeOf(one: Check, subject: Subject): Promise<Outcome> {
  try {
    return await one.run(subject)
  } catch (error) {
    const reason = isCodedError(error) ? error.sentence : `It met ${nameOf(error)}.`
    const what = `The check ${one.name} did not end. ${reason}`
    return { findings: [fail(CHECK_FAILED, what, "Run it again; if it stays, look at Superset's own log.")] }
  }
}
