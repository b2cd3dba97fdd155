import { FAULTS } from './fault-texts'
import type { FaultName, Faults } from './use-faults'

interface FaultsBarProps {
  readonly faults: Faults
  readonly canExpire: boolean
  onPlay(fault: FaultName): void
  onStartOver(): void
}

/** The buttons. They stay at the lower edge of the screen while the dashboards are on it. */
export function FaultsBar({ faults, canExpire, onPlay, onStartOver }: FaultsBarProps) {
  const { last, isCut, isClockWrong } = faults
  const isOn = { network: isCut, clock: isClockWrong }
  const shown = FAULTS.filter(({ name }) => canExpire || name !== 'expire')
  return (
    <section className="faults" aria-labelledby="faults">
      <h2 id="faults">Break something</h2>
      <ul>
        {shown.map(({ name, title, undo, what }) => {
          const isPressed = undo ? isOn[name as keyof typeof isOn] : undefined
          return (
            <li key={name}>
              <button type="button" aria-pressed={isPressed} onClick={() => onPlay(name)}>
                <b>{isPressed ? undo : title}</b>
                <span className="what">{what}</span>
              </button>
            </li>
          )
        })}
        <li>
          <button type="button" className="start-over" disabled={!last} onClick={onStartOver}>
            <b>Start over</b>
            <span className="what">All works again.</span>
          </button>
        </li>
      </ul>
    </section>
  )
}
