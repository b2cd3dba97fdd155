import {
  type CSSProperties,
  forwardRef,
  type ReactElement,
  type RefAttributes,
  useId,
  useImperativeHandle,
  useRef,
} from 'react'
import { cssLength } from '../client/first-height'
import type { DashboardDescriptor } from '../core/descriptor'
import { embedIdOf } from '../core/embed-id'
import { ownProperties } from '../core/own-properties'
import type { AnyEmbedOptions, EmbedHandle } from '../platforms/dashboard'
import { attributesOf } from './attributes'
import { Cover, type CoverSlots } from './cover'
import { type Messages, textsOf } from './messages'
import { useInherited } from './provider'
import { SkipLink } from './skip-link'
import { useAttachedElement } from './use-attached-element'
import { type UseEmbedOptions, useEmbedIn } from './use-embed-in'
import { useKeptFocus } from './use-kept-focus'
import { useKeptHeight } from './use-kept-height'
import { useStylesUnderCsp } from './use-styles-under-csp'
import { VISUALLY_HIDDEN } from './visually-hidden'

/**
 * The props of `<EmbeddedDashboard>`. Only the dashboard is required: an `id`, or a `dashboard` that `npx guestpass generate`
 * wrote. `data-*` and `aria-*` go to the component's own element.
 */
export type EmbeddedDashboardProps<Dashboard extends DashboardDescriptor | undefined = undefined> =
  UseEmbedOptions<Dashboard> & DashboardLooks & CoverSlots

/** How the component looks around its dashboard. */
export interface DashboardLooks {
  /** Goes to the component's own element, which has the attributes `id` and `data-state`. */
  readonly className?: string | undefined
  /** The style of the element around the dashboard, for example a border, or the CSS variables that colour the skeleton. */
  readonly style?: CSSProperties | undefined
  /** Texts for the viewer, visible or for screen readers, in the app's own words. @default English */
  readonly messages?: Messages | undefined
}

/** The props as the code reads them. */
type AnyProps = AnyEmbedOptions & DashboardLooks & CoverSlots

/** The component for either way to name a dashboard. `forwardRef` has no form for a component with a type parameter. */
export type EmbeddedDashboardComponent = <Dashboard extends DashboardDescriptor | undefined = undefined>(
  props: EmbeddedDashboardProps<Dashboard> & RefAttributes<EmbedHandle>,
) => ReactElement | null

/**
 * A dashboard, with its token fetched from the app's token route and renewed for as long as it is mounted.
 *
 * @example
 * <EmbeddedDashboard id="7d25f551-9c5a-4d1e-8f0e-2f6f0d5b7b0a" />
 * @example
 * <EmbeddedDashboard dashboard={sales} filters={{ Country: ['USA'] }} activeTab="Exploratory" />
 */
export const EmbeddedDashboard = /* @__PURE__ */ forwardRef<EmbedHandle, AnyProps>((given, ref) => {
  const props = ownProperties(given)
  const { tokenUrl, viewer } = useInherited(props)
  const key = JSON.stringify([tokenUrl, viewer, embedIdOf(props)])
  // The dashboard of another viewer leaves the page in the commit that brings the new viewer.
  return <Dashboard key={key} heightKey={key} props={props} ref={ref} />
}) as EmbeddedDashboardComponent

/** Before the height of the content is known. */
const FIRST_HEIGHT = 'var(--guestpass-height, 600px)'

interface DashboardProps {
  readonly heightKey: string
  readonly props: AnyProps
}

const Dashboard = /* @__PURE__ */ forwardRef<EmbedHandle, DashboardProps>(
  ({ props, heightKey }, handleRef) => {
    const { className, style, messages, height = 'content' } = props
    const texts = textsOf(messages)
    const isFitted = height === 'content'
    const root = useRef<HTMLDivElement>(null)
    const [element, ref] = useAttachedElement()
    const { id, view, handle } = useEmbedIn(element, { ...props, title: props.title ?? texts.title })
    useImperativeHandle(handleRef, () => handle, [handle])
    const { state, error } = view
    const isReady = state === 'ready'
    useStylesUnderCsp(root)
    useKeptFocus(root, isReady)
    const room = useKeptHeight(root, heightKey, isFitted ? handle.observeScrollSize : undefined, state)
    const end = useId()
    const fill = isFitted ? undefined : '100%'
    return (
      <div
        {...attributesOf(props)}
        id={id}
        ref={root}
        className={className}
        style={{
          position: 'relative',
          width: '100%',
          height: isFitted ? undefined : cssLength(height),
          ...style,
        }}
        data-part="dashboard"
        data-state={state}
        data-code={error?.code}
      >
        {isReady && <SkipLink to={end} text={texts.skip} />}
        {/* Screen readers ignore live regions inside `aria-busy`, so the status region is outside. */}
        <div
          data-part="box"
          style={{ position: 'relative', height: fill, ...room }}
          aria-busy={!isReady && !error}
        >
          <div ref={ref} data-part="frame" style={{ height: fill ?? FIRST_HEIGHT }} />
          {!isReady && <Cover slots={props} view={view} texts={texts} retry={handle.retry} />}
        </div>
        <div id={end} role="status" tabIndex={-1} data-part="status" style={VISUALLY_HIDDEN}>
          {isReady ? texts.ready : !error && texts.loading}
        </div>
      </div>
    )
  },
)
