import { type CSSProperties, type ReactNode, useRef } from 'react'
import { useTokenRoute } from './provider'
import { type UseEmbedOptions, useEmbed } from './use-embed'

export interface EmbeddedDashboardProps extends UseEmbedOptions {
  /** A CSS length, or a number of pixels. @default 600 */
  readonly height?: number | string
  readonly className?: string
  readonly style?: CSSProperties
  /** Shown until the dashboard shows something. */
  readonly fallback?: ReactNode
}

/**
 * A dashboard, with its token fetched from the app's token route and renewed for as long as it is mounted.
 *
 * @example
 * <EmbeddedDashboard id="7d25f551-9c5a-4d1e-8f0e-2f6f0d5b7b0a" />
 */
export function EmbeddedDashboard(props: EmbeddedDashboardProps) {
  const { tokenUrl, viewer } = useTokenRoute()
  // Another viewer's dashboard leaves the page in the commit that brings the new viewer.
  return <Dashboard key={JSON.stringify([tokenUrl, viewer, props.id])} {...props} />
}

function Dashboard({
  height = 600,
  className,
  style,
  fallback = LOADING,
  ...options
}: EmbeddedDashboardProps) {
  const mountPoint = useRef<HTMLDivElement>(null)
  const { view, retry } = useEmbed(mountPoint, options)
  const { name, error } = view
  const isReady = name === 'ready'
  return (
    <div
      className={className}
      style={{ position: 'relative', width: '100%', height, ...style }}
      data-state={name}
      aria-busy={!isReady && !error}
    >
      <div ref={mountPoint} data-part="frame" style={{ height: '100%' }} />
      {!isReady && (
        <div data-part={error ? 'error' : 'fallback'} role={error ? 'alert' : 'status'} style={COVER}>
          {error ? (
            <>
              {error.message}
              <button type="button" style={BUTTON} onClick={retry}>
                Try again
              </button>
            </>
          ) : (
            fallback
          )}
        </div>
      )}
    </div>
  )
}

const COVER: CSSProperties = {
  position: 'absolute',
  inset: 0,
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 45ch)',
  placeContent: 'safe center',
  justifyItems: 'center',
  gap: '0.75em',
  padding: '1em',
  overflow: 'auto',
  textAlign: 'center',
  textWrap: 'balance',
  border: '1px solid color-mix(in srgb, currentColor 15%, transparent)',
  borderRadius: 8,
  background: 'Canvas',
  color: 'CanvasText',
}

const BUTTON: CSSProperties = { font: 'inherit', padding: '0.25em 0.75em' }

/** The browser's own progress bar moves without a stylesheet, and takes the app's `accent-color`. */
const LOADING = (
  <>
    <progress aria-hidden="true" style={{ width: '12em', maxWidth: '100%' }} />
    Loading the dashboard…
  </>
)
