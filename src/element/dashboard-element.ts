/**
 * `<guestpass-dashboard>`: a dashboard for every framework, and for pages without a framework. The element is the mount point.
 *
 * 1. Attributes and properties are collected in one microtask. Frameworks set them one after the other, before or after they
 *    insert the element.
 * 2. An element without `embedId` and without `dashboard` waits, because a framework can set them later.
 * 3. A callback of the dashboard is set when its event gets a listener. Until then the default of the callback applies: for
 *    example, an error is written to the console.
 */

import { createEmbed } from '../client/create-embed'
import type { EmbedView } from '../client/embed-view'
import { setFirstHeight } from '../client/first-height'
import { ownProperties } from '../core/own-properties'
import { type AnyEmbedOptions, type EmbedHandle, handleOf } from '../platforms/dashboard'
import { isSameMount, type Mount, mountOf } from '../platforms/mount-target'
import { platformsOf } from '../platforms/platforms'
import type { ObservedDataMask } from '../platforms/superset/types'
import { CALLBACKS, type DashboardEvents, isDashboardEvent } from './events'
import { ATTRIBUTES, type ElementProperties, PROPERTIES } from './options'

/** On a server, where no elements exist, the module can be imported and defines nothing. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement)

/**
 * The class of `<guestpass-dashboard>`. The options of the dashboard are properties, texts are attributes, too, and callbacks
 * are events.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the static block defines the properties
export class GuestpassDashboardElement extends Base {
  /** The names of the attributes that the element reads. */
  static readonly observedAttributes: readonly string[] = ATTRIBUTES.map(([attribute]) => attribute)

  static {
    for (const [property, option] of PROPERTIES) {
      Object.defineProperty(GuestpassDashboardElement.prototype, property, {
        get(this: GuestpassDashboardElement) {
          return this.#read()[option]
        },
        set(this: GuestpassDashboardElement, value: unknown) {
          this.#set(option, value)
        },
      })
    }
  }

  readonly #properties: Record<string, unknown> = {}
  readonly #callbacks: Record<string, unknown> = {}
  readonly #embed = createEmbed<ObservedDataMask>({
    platforms: platformsOf,
    options: () => this.#options,
    onView: (view) => this.#show(view),
  })
  #options: AnyEmbedOptions = {}
  #mounted: Mount | undefined
  #isDue = false
  /** Whether the element had no height before its dashboard. */
  #isEmpty = false

  /** The calls into the dashboard. The object is the same for the life of the element. */
  readonly handle: EmbedHandle = handleOf(this.#embed)

  constructor() {
    super()
    // A style in here gives way to every style of the app, and to the attribute `hidden`. It needs no nonce.
    const style = new CSSStyleSheet()
    style.replaceSync(':host{display:block}:host([hidden]){display:none}')
    const root = this.attachShadow({ mode: 'open' })
    root.adoptedStyleSheets = [style]
    root.append(this.ownerDocument.createElement('slot'))
  }

  /** Called by the browser. */
  connectedCallback(): void {
    this.#upgradeProperties()
    this.#lookSoon()
  }

  /** Called by the browser. */
  disconnectedCallback(): void {
    this.#unmount()
  }

  /** Called by the browser in place of the other callbacks when `moveBefore` moves the element: its frame stays alive. */
  connectedMoveCallback(): void {}

  /** Called by the browser. */
  attributeChangedCallback(): void {
    this.#lookSoon()
  }

  /** Listens to an event of the dashboard. */
  override addEventListener<Type extends keyof DashboardEvents>(
    type: Type,
    listener: (this: GuestpassDashboardElement, event: DashboardEvents[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void
  /** Listens to an event of every HTML element. */
  override addEventListener<Type extends keyof HTMLElementEventMap>(
    type: Type,
    listener: (this: GuestpassDashboardElement, event: HTMLElementEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void
  /** Listens to any event. */
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void
  override addEventListener(type: string, ...others: readonly unknown[]): void {
    if (isDashboardEvent(type)) {
      this.#callbacks[CALLBACKS[type]] ??= (detail: unknown) =>
        this.dispatchEvent(new CustomEvent(type, { detail }))
      this.#lookSoon()
    }
    super.addEventListener(type, ...(others as [EventListener]))
  }

  #set(option: string, value: unknown): void {
    const before = this.#properties[option]
    // One function for the life of the element, because a framework creates another function at every render.
    if (typeof value === 'function' && typeof before === 'function') newest.set(before, value)
    else this.#properties[option] = typeof value === 'function' ? stableFunction(value) : value
    this.#lookSoon()
  }

  #read(): AnyEmbedOptions & Readonly<Record<string, unknown>> {
    const texts = ATTRIBUTES.map(([attribute, option]) => [option, this.getAttribute(attribute) ?? undefined])
    const set = Object.entries(this.#properties).filter(([, value]) => value !== undefined)
    return ownProperties({
      // Browsers hide the attribute, and not the property, from scripts that read the page.
      nonce: this.nonce || undefined,
      ...Object.fromEntries([...texts, ...set]),
      ...this.#callbacks,
    })
  }

  #lookSoon(): void {
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => {
      this.#isDue = false
      if (this.isConnected) this.#look()
    })
  }

  /** Mounts the dashboard, or lets it take over what has changed. */
  #look(): void {
    const options = this.#read()
    this.#options = options
    const hasDashboard = options.id !== undefined || options.dashboard
    const next = hasDashboard ? mountOf(options, this) : undefined
    if (next && this.#mounted && isSameMount(this.#mounted, next)) {
      this.#embed.update()
      this.#setHeight(false)
    } else if (next) this.#mount(next)
    else this.#unmount()
  }

  #mount(next: Mount): void {
    if (!this.#mounted) this.#isEmpty = !this.clientHeight
    this.#mounted = next
    this.#embed.mount(next.target)
    this.#setHeight(this.#isEmpty)
  }

  #unmount(): void {
    this.#mounted = undefined
    this.#embed.unmount()
    delete this.dataset['state']
    delete this.dataset['code']
  }

  #show({ state, error }: EmbedView): void {
    const isStartedAgain = this.dataset['state'] === 'ended'
    this.dataset['state'] = state
    if (error) this.dataset['code'] = error.code
    else delete this.dataset['code']
    if (isStartedAgain) this.#setHeight()
  }

  /** A dashboard that has ended keeps no room. */
  #setHeight(isEmpty?: boolean): void {
    if (this.dataset['state'] === 'ended') return
    setFirstHeight(this, this.#options.height, isEmpty)
  }

  /** A property that was set before the element was defined hides the setter. */
  #upgradeProperties(): void {
    for (const [property] of PROPERTIES) {
      if (!Object.hasOwn(this, property)) continue
      const value: unknown = Reflect.get(this, property)
      Reflect.deleteProperty(this, property)
      Reflect.set(this, property, value)
    }
  }
}

/** The element, with the options of its dashboard as properties. */
export interface GuestpassDashboardElement extends ElementProperties {
  /** Stops listening to an event of the dashboard. */
  removeEventListener<Type extends keyof DashboardEvents>(
    type: Type,
    listener: (this: GuestpassDashboardElement, event: DashboardEvents[Type]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void
  /** Stops listening to an event of every HTML element. */
  removeEventListener<Type extends keyof HTMLElementEventMap>(
    type: Type,
    listener: (this: GuestpassDashboardElement, event: HTMLElementEventMap[Type]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void
  /** Stops listening to any event. */
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void
}

declare global {
  interface HTMLElementTagNameMap {
    'guestpass-dashboard': GuestpassDashboardElement
  }
}

/** The newest function of each stable function. */
const newest = new WeakMap<object, unknown>()

function stableFunction(first: unknown): unknown {
  const stable = (...args: unknown[]) => (newest.get(stable) as (...all: unknown[]) => unknown)(...args)
  newest.set(stable, first)
  return stable
}
