import { type CSSProperties, type MouseEvent, useState } from 'react'
import { VISUALLY_HIDDEN } from './visually-hidden'

/** Leads a keyboard past the frame, which may contain dozens of stops. It is visible while it has the focus. */
export function SkipLink({ to, text }: { readonly to: string; readonly text: string }) {
  const [isFocused, setFocused] = useState(false)

  function skip(event: MouseEvent): void {
    // The fragment of the address belongs to the app.
    event.preventDefault()
    const root = event.currentTarget.getRootNode() as Document | ShadowRoot
    root.getElementById(to)?.focus()
  }

  return (
    <a
      data-part="skip"
      href={`#${to}`}
      style={isFocused ? ON_TOP : VISUALLY_HIDDEN}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onClick={skip}
    >
      {text}
    </a>
  )
}

const ON_TOP: CSSProperties = {
  position: 'absolute',
  zIndex: 1,
  margin: 8,
  padding: '0.5em 1em',
  background: 'var(--guestpass-background, Canvas)',
}
