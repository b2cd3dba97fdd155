/**
 * The place of a dashboard in the page, from the first token to the last.
 *
 * 1. The script is loaded; that is `connected`, and the token comes.
 * 2. An element with the token goes into the mount point, and when it has loaded that is `rendered`.
 * 3. A newer token gets an element of its own, at a moment at which nobody is looking or busy where there is one before
 *    the old token ends. It loads out of sight with the variables as they are, and then takes the old one's place.
 */

import type { GuestpassError } from '../../core/errors'
import type { GuestToken } from '../../core/guest-token'
import type { Channel, ChannelEvent, ChannelTarget } from '../../core/platform'
import { createElement, type Element } from './element'
import type { Shared } from './embeddable'
import { loadScript } from './load-script'
import { quietMoment } from './quiet-moment'
import { createSizing } from './sizing'
import type { EmbeddableOptions } from './types'
import { createVariables } from './variables'

/** An element with a new token needs some time before the old one ends. */
const MARGIN_MS = 5_000

const OUT_OF_SIGHT = 'position:absolute;inset:0 0 auto;visibility:hidden;pointer-events:none'

export function openPlace(
  { mountPoint, domain: scriptUrl, sizing, tell }: ChannelTarget<HTMLElement>,
  options: () => EmbeddableOptions,
  report: (event: ChannelEvent) => void,
  shared: Shared,
): Channel {
  const { deadlineMs, expiresInMs, onDeadline, systemClock, GuestpassError } = shared
  const variables = createVariables(options().variables)
  const size = createSizing(mountPoint, sizing, tell)
  let shown: Element | undefined
  /** The one that is to take its place. */
  let coming: Element | undefined
  /** Ends the script's loading, or the wait for a moment to renew at. */
  let waiting = new AbortController()

  const fail = (error: GuestpassError) => report({ type: 'failed', error })

  function wait(): AbortSignal {
    waiting.abort()
    waiting = new AbortController()
    return waiting.signal
  }

  function clear(): void {
    size.hold()
    for (const one of [shown, coming]) one?.remove()
    shown = coming = undefined
  }

  async function start(): Promise<void> {
    const signal = wait()
    clear()
    const stop = onDeadline(deadlineMs(), signal, () =>
      fail(new GuestpassError('unreachable', `${scriptUrl} does not answer.`)),
    )
    try {
      await loadScript(scriptUrl, options().scriptNonce, shared)
      if (!signal.aborted) report({ type: 'connected' })
    } catch (error) {
      if (!signal.aborted) fail(error as GuestpassError)
    }
    stop()
  }

  /** Tells an element what may change while it lives. */
  const say = (one: Element) => one.say(variables.all, options().clientContext ?? {})

  function create(token: GuestToken): Element {
    const one = createElement(token, shared, {
      onLoad() {
        if (one === coming) swap(one)
        else report({ type: 'rendered' })
        size.follow(one.node)
      },
      onChange(changes) {
        // What an element out of sight says of itself is nobody's choice.
        if (one !== shown) return
        variables.choose(changes)
        one.knows(variables.all)
        if (coming) say(coming)
        options().onVariablesChange?.(variables.all)
      },
      onError(error) {
        if (one.isLoaded || one === coming) tell({ type: 'warning', error })
        else fail(error)
      },
      onLate(error) {
        if (one === shown) fail(error)
        else {
          // The old one's token ends: better to begin again where the viewer sees it than to leave it there.
          report({ type: 'lost' })
          start()
        }
      },
    })
    say(one)
    return one
  }

  function show(one: Element): void {
    shown?.remove()
    shown = one
    one.node.style.cssText = 'display:block'
    one.node.inert = false
  }

  function swap(one: Element): void {
    coming = undefined
    show(one)
  }

  async function renew({ token: old }: Element, token: GuestToken): Promise<void> {
    const signal = wait()
    await quietMoment(() => expiresInMs(old, systemClock.now()) - MARGIN_MS, signal)
    if (signal.aborted) return
    coming?.remove()
    coming = create(token)
    coming.node.inert = true
    coming.node.style.cssText = OUT_OF_SIGHT
    mountPoint.append(coming.node)
  }

  start()

  return {
    authenticate(token) {
      if (!shown?.isLoaded) {
        clear()
        const one = create(token)
        show(one)
        mountPoint.append(one.node)
      } else if (shown.token.value === token.value) return
      else if (options().tokenRenewal === 'attribute') shown.use(token)
      else renew(shown, token)
    },
    reload: start,
    async call(method) {
      throw new GuestpassError(
        'not-supported',
        `${method}: a call of Superset's, which Embeddable does not have.`,
      )
    },
    update() {
      variables.give(options().variables)
      for (const one of [shown, coming]) if (one) say(one)
      if (shown?.isLoaded) size.follow(shown.node)
    },
    close() {
      waiting.abort()
      clear()
    },
  }
}
