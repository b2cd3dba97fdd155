import type { FaultName, Faults } from './use-faults'

export interface FaultText {
  readonly name: FaultName
  readonly title: string
  /** The text of the button while the fault lasts. */
  readonly undo?: string
  readonly what: string
  /** What happens to both dashboards, in one sentence. */
  readonly outcome: string
  /** The sentence after the fault was mended, when it lasts. */
  readonly mended?: string
}

export const FAULTS: readonly FaultText[] = [
  {
    name: 'reload',
    title: 'Reload the frame',
    what: 'From its menu.',
    outcome:
      'Both frames were reloaded, as from a frame’s menu: guestpass sent the token to the new page, and the official SDK sends it only once.',
  },
  {
    name: 'network',
    title: 'Cut the network',
    undo: 'Bring the network back',
    what: 'No token arrives.',
    outcome:
      'No request for a token arrives, and both dashboards stay: guestpass begins to ask halfway through a token’s life and repeats it every 5 seconds, so most cuts pass unseen.',
    mended: 'The network is back: the next request of guestpass gets a new token.',
  },
  {
    name: 'expire',
    title: 'Expire the token',
    what: 'Superset refuses it.',
    outcome:
      'Superset no longer accepts the token: guestpass requests a new token and starts the page again, and the other page stays empty.',
  },
  {
    name: 'session',
    title: 'End the session',
    what: 'On the server only.',
    outcome:
      'The session has ended on the server: at its next request guestpass takes the rows off the screen and notifies the app, and the official SDK leaves them there.',
  },
  {
    name: 'clock',
    title: 'Set the clock wrong',
    undo: 'Put the clock right',
    what: 'An hour ahead.',
    outcome:
      'The clock of this computer is an hour ahead: guestpass renews once, to be sure, and goes on as before, and the official SDK asks every 5 seconds from its next renewal.',
    mended: 'The clock of this computer is right again.',
  },
]

export const BEFORE_OPENING =
  'Both show the same dashboard. In a moment both frames are reloaded, as from a frame’s menu.'
export const NOTHING_BROKEN =
  'Both show the same dashboard. What you break below happens to both of them at once.'

const STILL_CUT = 'The network is still cut, so no new token arrives until you bring it back.'

type Lasting = Pick<Faults, 'last' | 'isCut' | 'isClockWrong'>

/** What happened to both dashboards: the last fault, and a cut that lasts beside it. */
export function outcomeOf({ last, isCut, isClockWrong }: Lasting): string | undefined {
  const fault = FAULTS.find(({ name }) => name === last)
  if (!fault) return undefined
  const isMended = (last === 'network' && !isCut) || (last === 'clock' && !isClockWrong)
  const sentence = isMended ? fault.mended : fault.outcome
  return isCut && last !== 'network' ? `${sentence} ${STILL_CUT}` : sentence
}
