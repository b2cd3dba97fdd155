import type { Ability } from './browsers/driver.ts'
import type { MountOptions } from './page/contestant.ts'
import type { Place } from './place.ts'
import type { Stage } from './stage.ts'

/** A situation a dashboard gets into, and what a good way of embedding makes of it. */
export interface Scenario {
  /** A sentence's worth: it is the row of the table. */
  readonly name: string
  /** What a person would want: fresh data back on the screen, or the app receives the reason. */
  readonly wanted: 'survived' | 'reported'
  /** The codes that tell it right, of guestpass. */
  readonly codes?: readonly string[]
  readonly needs?: readonly Ability[]
  /** Minutes pass: a browser with a clock skips over them. */
  readonly isLong?: boolean
  readonly isCrossSite?: boolean
  /** Runs in `.ci/run` too. */
  readonly isQuick?: boolean
  /** @default 15 s */
  readonly patienceMs?: number
  /** Sets the faults that are there before anything is mounted. */
  arrange?(stage: Stage): void | Promise<void>
  /** Says how the one dashboard is mounted; false where `act` does it all. */
  readonly mount?: Partial<MountOptions> | false
  /** After it, another viewer looks at the dashboard, who must not see the place of the viewer before. */
  readonly isForNextViewer?: boolean
  /** What happens once the dashboard shows something. */
  act?(stage: Stage): Promise<void>
  /** Another condition. Returns what does not hold. */
  claim?(stage: Stage): string | undefined | Promise<string | undefined>
  /** Decides by itself, where looking for fresh data is beside the point. */
  verdict?(stage: Stage): Promise<Verdict>
}

export type Outcome = 'survived' | 'reported' | 'stuck'

export interface Verdict {
  readonly outcome: Outcome
  /** Codes, words on the screen, or what did not hold. */
  readonly because?: string | undefined
  /** In a survived situation that started with a ready dashboard. */
  readonly place?: Place | undefined
}
