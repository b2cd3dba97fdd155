/**
 * The channel to an Embeddable dashboard, from the first token to the last:
 *
 * 1. The script is loaded. Now the channel is `connected`, and the token arrives.
 * 2. An element with the token goes into the mount point. When it has loaded, the dashboard is `ready`.
 * 3. A newer token gets another element, at a moment at which the viewer does not use the page, if there is such a moment
 *    before the old token expires. The element loads out of sight with the current variables. Then it replaces the old
 *    element.
 * 4. A canvas on which the viewer works stays, even after its token has expired. Step 3 waits, and starts again when the
 *    viewer begins to work while the next element loads.
 */

import { systemClock } from '../../client/clock'
import { deadlineMs } from '../../client/deadline'
import { onDeadline } from '../../client/visible-time'
import { GuestpassError, toGuestpassError } from '../../core/errors'
import { expiresInMs, type GuestToken } from '../../core/guest-token'
import type { Channel, ChannelEvent, ChannelTarget } from '../../core/platform'
import { createSettings } from '../create-settings'
import { type ElementEvents, EmbeddableElement, type Sign } from './element'
import { loadScript } from './load-script'
import { pollUntil } from './poll-until'
import { quietMoment } from './quiet-moment'
import { type EmbeddableSettings, type GivenOptions, readEmbeddableOptions } from './settings'
import { createSizing, type ElementSizing } from './sizing'
import { createVariables, type Variables } from './variables'

/** An element with a new token needs some time to load before the old token expires. */
const MARGIN_MS = 5_000

const OUT_OF_SIGHT = 'position:absolute;inset:0 0 auto;visibility:hidden;pointer-events:none'

export function openElementChannel(
  target: ChannelTarget<HTMLElement>,
  options: () => GivenOptions,
  report: (event: ChannelEvent) => void,
): Channel {
  const settings = createSettings(readEmbeddableOptions, options, target.emit)
  const channel = new ElementChannel(target, settings, report)
  void channel.start()
  return {
    authenticate: (token) => channel.authenticate(token),
    reload: () => void channel.start(),
    update: () => channel.update(),
    async call(method) {
      const sentence = `${method} is a call of Superset, which Embeddable dashboards do not have.`
      throw new GuestpassError('not-supported', sentence)
    },
    close: () => channel.close(),
  }
}

class ElementChannel {
  readonly #target: ChannelTarget<HTMLElement>
  readonly #settings: () => EmbeddableSettings
  readonly #report: (event: ChannelEvent) => void
  readonly #variables: Variables
  readonly #size: ElementSizing
  /** The settings when the dashboard started. */
  #started: Pick<EmbeddableSettings, 'nonce' | 'baseUrl' | 'signs'>
  #shown: EmbeddableElement | undefined
  /** Loads out of sight, and then replaces the shown element. */
  #next: EmbeddableElement | undefined
  /** Ends the wait for the script, or for a moment to renew at. */
  #waiting = new AbortController()

  constructor(
    target: ChannelTarget<HTMLElement>,
    settings: () => EmbeddableSettings,
    report: (event: ChannelEvent) => void,
  ) {
    this.#target = target
    this.#settings = settings
    this.#started = settings()
    this.#report = report
    this.#variables = createVariables(settings().variables)
    this.#size = createSizing(target.mountPoint, target.sizing, target.emit)
  }

  /** Step 1. */
  async start(): Promise<void> {
    const { domain: scriptUrl } = this.#target
    const signal = this.#wait()
    this.#clear()
    const onLate = () => this.#fail(new GuestpassError('unreachable', `${scriptUrl} does not answer.`))
    const stopDeadline = onDeadline(deadlineMs(), signal, onLate, this.#target.mountPoint)
    try {
      this.#started = this.#settings()
      await loadScript(scriptUrl, this.#started.nonce)
      if (!signal.aborted) this.#report({ type: 'connected' })
    } catch (error) {
      const sentence = 'The script of Embeddable cannot be loaded.'
      if (!signal.aborted) this.#fail(toGuestpassError(error, 'unreachable', sentence))
    }
    stopDeadline()
  }

  /** Steps 2 and 3. */
  authenticate(token: GuestToken): void {
    const shown = this.#shown
    if (!shown?.isLoaded) {
      this.#clear()
      const element = this.#create(token)
      this.#show(element)
      this.#target.mountPoint.append(element.node)
    } else if (shown.token.value === token.value) return
    else if (this.#settings().keepsElement) shown.setToken(token)
    else void this.#renew(shown.token, token)
  }

  update(): void {
    this.#variables.setGiven(this.#settings().variables)
    this.#updateElement(this.#shown)
    this.#updateElement(this.#next)
    if (this.#shown?.isLoaded) this.#size.follow(this.#shown.node)
  }

  close(): void {
    this.#waiting.abort()
    this.#clear()
  }

  async #renew(old: GuestToken, token: GuestToken): Promise<void> {
    const signal = this.#wait()
    await quietMoment(
      this.#target.mountPoint.ownerDocument,
      () => expiresInMs(old, systemClock.now()) - MARGIN_MS,
      signal,
    )
    await pollUntil(() => !this.#isEdited, signal)
    if (signal.aborted) return
    this.#next?.remove()
    const next = this.#create(token, this.#shown?.signs)
    this.#next = next
    next.node.inert = true
    next.node.style.cssText = OUT_OF_SIGHT
    this.#target.mountPoint.append(next.node)
  }

  /** @param expected the signs of the element that this one will replace */
  #create(token: GuestToken, expected: Iterable<Sign> = this.#started.signs): EmbeddableElement {
    const events: ElementEvents = {
      onLoad: () => this.#onLoad(element),
      onChange: (changes) => this.#onChange(element, changes),
      onError: (error) => {
        if (element.isLoaded || element === this.#next) this.#target.emit({ type: 'warning', error })
        else this.#fail(error)
      },
      onLate: (error) => this.#onLate(element, error),
    }
    const element: EmbeddableElement = new EmbeddableElement(token, events, expected)
    const { baseUrl } = this.#started
    if (baseUrl !== undefined) element.node.setAttribute('base-url', baseUrl)
    this.#updateElement(element)
    return element
  }

  get #isEdited(): boolean {
    return this.#shown?.isEdited ?? false
  }

  #onLoad(element: EmbeddableElement): void {
    if (element === this.#next) {
      this.#next = undefined
      if (this.#isEdited) {
        this.#renewAgain(element)
        return
      }
      this.#show(element)
    } else this.#report({ type: 'ready' })
    this.#size.follow(element.node)
  }

  /** The viewer works on the canvas of the shown element, and this element has loaded an older state of the canvas. */
  #renewAgain(element: EmbeddableElement): void {
    element.remove()
    if (this.#shown) void this.#renew(this.#shown.token, element.token)
  }

  #onChange(element: EmbeddableElement, changes: unknown): void {
    // The viewer did not choose what an element out of sight reports.
    if (element !== this.#shown) return
    this.#variables.choose(changes)
    element.markAsKnown(this.#variables.all)
    this.#updateElement(this.#next)
    this.#settings().onVariablesChange?.(this.#variables.all)
  }

  #onLate(element: EmbeddableElement, error: GuestpassError): void {
    if (element === this.#shown) this.#fail(error)
    else if (this.#isEdited) {
      this.#target.emit({ type: 'warning', error })
      this.#next = undefined
      this.#renewAgain(element)
    } else {
      // The token of the shown element expires soon, so the dashboard starts again while the viewer sees why.
      this.#report({ type: 'lost' })
      void this.start()
    }
  }

  #show(element: EmbeddableElement): void {
    this.#shown?.remove()
    this.#shown = element
    element.node.style.cssText = 'display:block'
    element.node.inert = false
  }

  #clear(): void {
    this.#size.hold()
    this.#shown?.remove()
    this.#next?.remove()
    this.#shown = this.#next = undefined
  }

  #updateElement(element: EmbeddableElement | undefined): void {
    element?.update(this.#variables.all, this.#settings().clientContext)
  }

  #wait(): AbortSignal {
    this.#waiting.abort()
    this.#waiting = new AbortController()
    return this.#waiting.signal
  }

  #fail(error: GuestpassError): void {
    this.#report({ type: 'failed', error })
  }
}
