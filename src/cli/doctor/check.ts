import { nameOf } from '../../server/upstream'
import { isCodedError } from '../coded-error'
import { type Finding, fail, skipped } from './finding'
import { NEEDS, type Need, type Subject } from './subject'

/** One check of a deployment. Later checks receive what it learns. */
export interface Check {
  /** In kebab-case; also the id of its finding when all is well. */
  readonly name: string
  /** What the check looks at, for the list of checks. */
  readonly about: string
  /** The problems that it can find, by id, each in a few words. */
  readonly problems: Readonly<Record<string, string>>
  run(subject: Subject): Promise<Outcome>
}

export interface Outcome {
  readonly findings: readonly Finding[]
  readonly learnt?: Partial<Subject>
}

interface CheckParts<N extends Need> extends Omit<Check, 'run'> {
  /** The facts that the check needs. If one of them is missing, the check is skipped, with the reason. */
  readonly needs?: readonly N[]
  /** The permissions that the check reads with. It is skipped if the role Public has one of them, see public-reads.ts. */
  readonly reads?: readonly string[]
  /** One finding, or an outcome with several findings or with what it has learnt. */
  run(subject: Ready<N>): Promise<Finding | Outcome> | Finding | Outcome
}

/** A subject for which some facts are known. */
export type Ready<N extends Need> = Subject & { readonly [K in N]-?: NonNullable<Subject[K]> }

export function check<N extends Need = never>({
  needs = [],
  reads = [],
  run,
  ...rest
}: CheckParts<N>): Check {
  return {
    ...rest,
    async run(subject) {
      const missing = needs.find((need) => subject[need] === undefined)
      if (missing) return { findings: [skipped(rest.name, NEEDS[missing])] }
      if (reads.some((name) => subject.publicReads?.includes(name))) {
        return { findings: [skipped(rest.name, NO_ACCOUNT)] }
      }
      const outcome = await run(subject as Ready<N>)
      return 'findings' in outcome ? outcome : { findings: [outcome] }
    },
  }
}

const NO_ACCOUNT = 'Superset answers the account as an anonymous visitor, see public-role.'

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
