import { type CSSProperties, forwardRef, type ReactNode, useImperativeHandle } from 'react'
import { useTokenRoute } from './provider'
import { type EmbedHandle, type UseEmbedOptions, useAttached } from './use-attached'

export interface EmbeddedDashboardProps extends UseEmbedOptions {
  /** `'content'` follows the dashboard's own height; a CSS length, or a number of pixels, keeps it. @default 'content' */
  readonly height?: number | string | undefined
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
export const EmbeddedDashboard = forwardRef<EmbedHandle, EmbeddedDashboardProps>((props, ref) => {
  const { tokenUrl, viewer } = useTokenRoute()
  // Another viewer's dashboard leaves the page in the commit that brings the new viewer.
  return <Dashboard key={JSON.stringify([tokenUrl, viewer, props.id])} {...props} ref={ref} />
})

/** The height until the content's is known. */
const FIRST_HEIGHT = 600

const Dashboard = forwardRef<EmbedHandle, EmbeddedDashboardProps>((props, handleRef) => {
  const { className, style, fallback = LOADING, height = 'content' } = props
  const { ref, view, handle } = useAttached({ ...props, height })
  useImperativeHandle(handleRef, () => handle, [handle])
  const { name, error } = view
  const isReady = name === 'ready'
  const isFitted = height === 'content'
  return (
    <div
      className={className}
      style={{ position: 'relative', width: '100%', height: isFitted ? undefined : height, ...style }}
      data-state={name}
      aria-busy={!isReady && !error}
    >
      <div ref={ref} data-part="frame" style={{ height: isFitted ? FIRST_HEIGHT : '100%' }} />
      {!isReady && (
        <div data-part={error ? 'error' : 'fallback'} role={error ? 'alert' : 'status'} style={COVER}>
          {error ? (
            <>
              {error.message}
              <button type="button" style={BUTTON} onClick={handle.retry}>
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
})

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
