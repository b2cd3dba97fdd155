import type { CSSProperties } from 'react'
import { kindOf } from '../core/errors'
import type { Texts } from './messages'
import type { ErrorSlot } from './slots'

interface ErrorMessageProps extends ErrorSlot {
  readonly texts: Texts
}

/** What happened, in a sentence for the viewer, and what they can do about it. */
export function ErrorMessage({ error, message, retry, texts }: ErrorMessageProps) {
  return (
    <div style={CENTRED}>
      <div data-part="message">{message}</div>
      <button data-part="retry" type="button" style={{ font: 'inherit' }} onClick={retry}>
        {texts.retry}
      </button>
      {texts.details && kindOf(error).audience !== 'viewer' && (
        <details data-part="details">
          <summary>{texts.details}</summary>
          {error.sentence} <code>{error.code}</code>
        </details>
      )}
    </div>
  )
}

/** In the part of a tall dashboard that is likely to be on screen. */
const CENTRED: CSSProperties = {
  boxSizing: 'border-box',
  height: 'min(100%, 26em)',
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 45ch)',
  placeContent: 'safe center',
  justifyItems: 'center',
  gap: '0.75em',
  padding: '1em',
  textAlign: 'center',
}
