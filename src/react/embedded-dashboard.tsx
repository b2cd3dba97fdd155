import { type CSSProperties, forwardRef, useId, useImperativeHandle, useRef } from 'react'
import { Cover, type CoverSlots } from './cover'
import { ENGLISH, type Messages } from './messages'
import { useTokenRoute } from './provider'
import { SkipLink } from './skip-link'
import { type EmbedHandle, type UseEmbedOptions, useAttached } from './use-attached'
import { useKeptFocus } from './use-kept-focus'
import { useKeptHeight } from './use-kept-height'
import { VISUALLY_HIDDEN } from './visually-hidden'

/** What `<EmbeddedDashboard>` takes: all of it but `id` may be left out. */
export interface EmbeddedDashboardProps extends UseEmbedOptions, CoverSlots {
  /** `'content'` follows the dashboard's own height; a CSS length, or a number of pixels, keeps it. @default 'content' */
  readonly height?: number | string | undefined
  /** Goes to the component's own element, which carries `data-state`. */
  readonly className?: string
  /** Goes to the same element: a border, or the variables that colour what is shown in place of a dashboard. */
  readonly style?: CSSProperties
  /** Every text a viewer reads or hears, in the app's own words. @default English */
  readonly messages?: Messages
}

/**
 * A dashboard, with its token fetched from the app's token route and renewed for as long as it is mounted.
 *
 * @example
 * <EmbeddedDashboard id="7d25f551-9c5a-4d1e-8f0e-2f6f0d5b7b0a" />
 */
export const EmbeddedDashboard = /* @__PURE__ */ forwardRef<EmbedHandle, EmbeddedDashboardProps>(
  (props, ref) => {
    const { tokenUrl, viewer } = useTokenRoute()
    // Another viewer's dashboard leaves the page in the commit that brings the new viewer.
    return <Dashboard key={JSON.stringify([tokenUrl, viewer, props.id])} {...props} ref={ref} />
  },
)

/** Until the content's is known. */
const FIRST_HEIGHT = 'var(--guestpass-height, 600px)'

const Dashboard = /* @__PURE__ */ forwardRef<EmbedHandle, EmbeddedDashboardProps>((props, handleRef) => {
  const { id, className, style, messages, height = 'content' } = props
  const texts = { ...ENGLISH, ...messages }
  const { iframeTitle = texts.title } = props
  const isFitted = height === 'content'
  const root = useRef<HTMLDivElement>(null)
  const { ref, view, handle } = useAttached({ ...props, height, iframeTitle })
  useImperativeHandle(handleRef, () => handle, [handle])
  const { name, error } = view
  const isReady = name === 'ready'
  useKeptFocus(root, isReady)
  const room = useKeptHeight(root, id, isFitted ? handle.observeScrollSize : undefined, isReady)
  const end = useId()
  const fill = isFitted ? undefined : '100%'
  return (
    <div
      ref={root}
      className={className}
      style={{ position: 'relative', width: '100%', height: isFitted ? undefined : height, ...style }}
      data-part="dashboard"
      data-state={name}
      data-code={error?.code}
    >
      {isReady && <SkipLink to={end} text={texts.skip} />}
      {/* What is busy keeps its live regions to itself, and so that one is not in here. */}
      <div style={{ position: 'relative', height: fill, ...room }} aria-busy={!isReady && !error}>
        <div ref={ref} data-part="frame" style={{ height: fill ?? FIRST_HEIGHT }} />
        {!isReady && <Cover {...props} view={view} texts={texts} retry={handle.retry} />}
      </div>
      <div id={end} role="status" tabIndex={-1} data-part="status" style={VISUALLY_HIDDEN}>
        {isReady ? texts.ready : !error && texts.loading}
      </div>
    </div>
  )
})
