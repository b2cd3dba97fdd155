import type { CSSProperties } from 'react'
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
      {texts.details && !OF_THE_VIEWER.includes(error.code) && (
        <details data-part="details">
          <summary>{texts.details}</summary>
          {error.sentence}{' '}
          <a href={error.helpUrl} target="_blank" rel="noreferrer">
            {error.helpUrl}
          </a>
        </details>
      )}
    </div>
  )
}

/** There is nothing more to know, for whoever runs the app. */
const OF_THE_VIEWER = ['session-ended', 'denied', 'viewer-mismatch']

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
  textWrap: 'balance',
}
