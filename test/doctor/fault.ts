import type { Stand } from './stand'

/** Something that goes wrong in a deployment, and what the doctor has to call it. */
export interface Fault {
  /** What is wrong, in the words of the table. */
  readonly what: string
  /** The id that names it. */
  readonly id: string
  readonly status: 'fail' | 'warn'
  /** What it brings with it besides. */
  readonly also?: readonly string[]
  /** Whether a browser shows the number of the chart. When it is missing, exit-code.test.ts leaves the fault out. */
  readonly isSeen?: boolean
  readonly words?: (stand: Stand) => readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Makes it so, in Superset's own database, and returns what undoes it. */
  readonly make?: (stand: Stand) => () => void
}

/** Faults of the configuration that a single restart of Superset causes. */
export interface Misconfiguration {
  readonly name: string
  /** Python, after the healthy configuration. */
  readonly config: string
  readonly frameAncestors?: string
  readonly guestTokenSeconds?: number
  readonly env?: Readonly<Record<string, string>>
  readonly faults: readonly Fault[]
}
