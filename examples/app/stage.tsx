import { BeyondTheFrame } from './beyond-the-frame'
import { Comparison, type ComparisonProps } from './comparison'
import { OtherSystem } from './other-system'

/** Everything that a signed-in viewer sees. */
export function Stage(props: ComparisonProps) {
  const { viewer, session, logs } = props
  return (
    <>
      <Comparison {...props} />
      <BeyondTheFrame viewer={viewer} fetch={logs.ours.fetch} isOver={session.isOver} />
      <OtherSystem viewer={viewer} id={session.embeddableId} log={logs.embeddable} />
    </>
  )
}
