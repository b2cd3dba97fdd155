import type { CSSProperties } from 'react'

/** A dashboard's outline, from the top: it does not move when the box below it grows. */
export function Skeleton({ text }: { readonly text: string }) {
  return (
    // The live region contains the same text.
    <div data-part="skeleton" aria-hidden="true" style={GRID}>
      <span data-part="message" style={{ gridColumn: '1 / -1' }}>
        {text}
      </span>
      {SPANS.map((columns, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are always the same
        <span key={index} data-part="block" style={{ ...BLOCK, gridColumn: `span ${columns}` }} />
      ))}
    </div>
  )
}

/** Three figures and two charts. */
const SPANS = [2, 2, 2, 3, 3]

const GRID: CSSProperties = {
  boxSizing: 'border-box',
  height: 'min(100%, 30em)',
  display: 'grid',
  gridTemplate: 'auto 5em 1fr / repeat(6, 1fr)',
  gap: '1em',
  padding: '1em',
}

const BLOCK: CSSProperties = {
  borderRadius: 'var(--guestpass-radius, 8px)',
  background: 'var(--guestpass-skeleton, color-mix(in srgb, currentColor 8%, transparent))',
  // Visible only in forced colours, which paint no backgrounds.
  border: '1px solid transparent',
}
