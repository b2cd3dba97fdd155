import { type Finding, skipped } from './finding'
import { NEEDS, type Need, type Subject } from './subject'

/** One thing to look at. What it learns is there for the checks after it. */
export interface Check {
  /** In kebab-case; also the id of its finding when all is well. */
  readonly name: string
  /** What it looks at, for the list of checks. */
  readonly about: string
  /** What it may find wrong, by id, each in a few words. */
  readonly problems: Readonly<Record<string, string>>
  run(subject: Subject): Promise<Outcome>
}

export interface Outcome {
  readonly findings: readonly Finding[]
  readonly learnt?: Partial<Subject>
}

interface CheckParts<N extends Need> extends Omit<Check, 'run'> {
  /** What there has to be for it to run; without one of them it is skipped, and says so. */
  readonly needs?: readonly N[]
  /** What the account reads for it. It is skipped where Superset looks at no account for that. */
  readonly reads?: readonly string[]
  /** One finding, or an outcome with several findings or with what it has learnt. */
  run(subject: Ready<N>): Promise<Finding | Outcome> | Finding | Outcome
}

/** A subject of which some things are known to be there. */
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
