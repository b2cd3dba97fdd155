import type { FaultName, Faults } from './use-faults'

interface FaultsBarProps {
  readonly faults: Faults
  readonly canExpire: boolean
  onStartOver(): void
}

export function FaultsBar({ faults, canExpire, onStartOver }: FaultsBarProps) {
  const { last, isCut, isClockWrong } = faults
  const isOn = { network: isCut, clock: isClockWrong }
  const shown = FAULTS.filter(({ name }) => canExpire || name !== 'expire')
  const watched = FAULTS.find(({ name }) => name === last)
  return (
    <section className="faults" aria-labelledby="faults">
      <h2 id="faults">Now break something</h2>
      <ul>
        {shown.map(({ name, title, undo, what }) => {
          const isPressed = undo ? isOn[name as keyof typeof isOn] : undefined
          return (
            <li key={name}>
              <button type="button" aria-pressed={isPressed} onClick={() => faults.play(name)}>
                <b>{isPressed ? undo : title}</b>
                <span className="what">{what}</span>
              </button>
            </li>
          )
        })}
      </ul>
      <p className="watch" role="status">
        {watched ? (
          <>
            <b>Watch:</b> {watched.watch}{' '}
            <button type="button" className="link" onClick={onStartOver}>
              Start over
            </button>
          </>
        ) : (
          'It happens to both dashboards at once.'
        )}
      </p>
    </section>
  )
}

interface Fault {
  readonly name: FaultName
  readonly title: string
  /** What the button says while it lasts. */
  readonly undo?: string
  readonly what: string
  readonly watch: string
}

const FAULTS: readonly Fault[] = [
  {
    name: 'reload',
    title: 'Reload the frame',
    what: 'From its menu, or by a link inside it.',
    watch: 'guestpass hands the new page the token it has, within a second. The other page never gets one.',
  },
  {
    name: 'network',
    title: 'Cut the network',
    undo: 'Bring the network back',
    what: 'No request for a token arrives.',
    watch:
      'both dashboards stay. guestpass begins to ask halfway through a token’s life and again every 5 seconds until its end, so that most cuts pass unseen; after it every 10 to 30.',
  },
  {
    name: 'expire',
    title: 'Expire the token',
    what: 'Superset no longer accepts it, and its page loads again.',
    watch:
      'guestpass sees that its token is refused, gets a new one and starts the page again. The other page stays empty.',
  },
  {
    name: 'session',
    title: 'End the session',
    what: 'On the server; nobody tells this page.',
    watch:
      'the next time it asks for a token, guestpass takes the rows off the screen and says so to the app. The other one leaves them there.',
  },
  {
    name: 'clock',
    title: 'Set the clock wrong',
    undo: 'Put the clock right',
    what: 'This computer is an hour ahead.',
    watch:
      'guestpass renews once, to be sure, and goes on as before. From its next renewal on the other one asks every 5 seconds.',
  },
]
