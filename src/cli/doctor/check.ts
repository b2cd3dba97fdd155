import { nameOf } from '../../server/upstream'
import { isCodedError } from '../coded-error'
import { type Finding, fail, ok, skipped } from './finding'
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
  readonly learnt: Partial<Subject>
}

/** Several findings, and what the check has learnt. Without findings its result is ok, with the text of `ok`. */
interface Result {
  readonly findings?: readonly (Finding | undefined)[]
  readonly ok?: string
  readonly learnt?: Partial<Subject>
}

interface CheckParts<N extends Need> extends Omit<Check, 'run'> {
  /** The facts that the check needs. If one of them is missing, the check is skipped, with the reason. */
  readonly needs?: readonly N[]
  /** The permissions that the check reads with. It is skipped if the role Public has one of them, see public-reads.ts. */
  readonly reads?: readonly string[]
  /** Returns one finding, a result, or only the text of its `ok`. */
  run(subject: Ready<N>): Promise<string | Finding | Result> | string | Finding | Result
}

/** A subject for which some facts are known. */
export type Ready<N extends Need> = Subject & { readonly [K in N]-?: NonNullable<Subject[K]> }

export function check<N extends Need = never>(parts: CheckParts<N>): Check {
  const { needs = [], reads = [], run, ...described } = parts
  return { ...described, run: async (subject) => outcomeOf(described.name, await resultOf(subject)) }

  function resultOf(subject: Subject): ReturnType<typeof run> {
    const missing = needs.find((need) => subject[need] === undefined)
    if (missing) return skipped(described.name, NEEDS[missing])
    if (reads.some((name) => subject.publicReads?.includes(name))) return skipped(described.name, NO_ACCOUNT)
    return run(subject as Ready<N>)
  }
}

function outcomeOf(name: string, result: string | Finding | Result): Outcome {
  if (typeof result === 'string') return { findings: [ok(name, result)], learnt: {} }
  if ('status' in result) return { findings: [result], learnt: {} }
  const findings = (result.findings ?? []).filter((finding) => finding !== undefined)
  const isWell = findings.length === 0 && result.ok !== undefined
  return { findings: isWell ? [ok(name, result.ok)] : findings, learnt: result.learnt ?? {} }
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
    const { findings, learnt } = await tried(check, subject)
    subject = { ...subject, ...learnt }
    all.push(...findings)
    findings.forEach(onFinding)
  }
  return all
}

/** The message of an error without a code is not shown: it may contain the request, with a password or a token in it. */
async function tried(check: Check, subject: Subject): Promise<Outcome> {
  try {
    return await check.run(subject)
  } catch (error) {
    const reason = isCodedError(error) ? error.sentence : `It failed with ${nameOf(error)}.`
    const what = `The check ${check.name} did not finish. ${reason}`
    const fix = "Run this again. If the problem stays, look at Superset's own log."
    return { findings: [fail('check-failed', what, fix)], learnt: {} }
  }
}
