/**
 * The place of one `<em-beddable>`, from the first token to the last.
 *
 * 1. The script is loaded; that is `connected`, and the token comes.
 * 2. An element with the token goes into the mount point, and its `componentsLoad` is `rendered`.
 * 3. A newer token gets an element of its own, at a moment at which nobody is looking or busy where there is one before
 *    the old token ends. It loads out of sight with the variables as they are, and then takes the old one's place.
 */

import type { GuestpassError } from '../../core/errors'
import type { GuestToken } from '../../core/guest-token'
import type { Channel, ChannelEvent, ChannelTarget } from '../../core/platform'
import { errorOf } from './element-error'
import type { Shared } from './embeddable'
import { loadScript } from './load-script'
import { quietMoment } from './quiet-moment'
import { createSizing } from './sizing'
import type { EmbeddableOptions } from './types'
import { createVariables } from './variables'

interface Element {
  readonly node: HTMLElement
  token: GuestToken
  /** What it knows of the variables, as JSON. */
  variables: string
  isLoaded: boolean
  remove(): void
}

/** An element with a new token needs some time before the old one ends. */
const MARGIN_MS = 5_000
/** A part that fails is told before the whole has loaded; only then is it known whether that was all. */
const GRACE_MS = 2_000

const OUT_OF_SIGHT = 'position:absolute;inset:0 0 auto;visibility:hidden;pointer-events:none'

export function openElement(
  { mountPoint, domain: scriptUrl, sizing, tell }: ChannelTarget<HTMLElement>,
  options: () => EmbeddableOptions,
  report: (event: ChannelEvent) => void,
  shared: Shared,
): Channel {
  const { deadlineMs, onDeadline, GuestpassError } = shared
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

  function create(token: GuestToken): Element {
    const gone = new AbortController()
    const { signal } = gone
    const node = document.createElement('em-beddable')
    node.setAttribute('token', token.value)
    const one: Element = {
      node,
      token,
      variables: '{}',
      isLoaded: false,
      remove() {
        gone.abort()
        node.remove()
      },
    }
    const listen = (name: string, callback: (detail: unknown) => void) =>
      node.addEventListener(name, (event) => callback((event as CustomEvent).detail), { signal })
    const stopDeadline = onDeadline(deadlineMs(), signal, () => onLate(one))
    listen('componentsLoad', () => {
      stopDeadline()
      if (one.isLoaded) return
      one.isLoaded = true
      if (one === coming) swap(one)
      else report({ type: 'rendered' })
      size.follow(node)
    })
    listen('variablesChange', (changes) => {
      if (one !== shown) return
      variables.choose(changes)
      one.variables = JSON.stringify(variables.all)
      if (coming) say(coming)
      options().onVariablesChange?.(variables.all)
    })
    listen('embeddableError', (detail) => {
      const error = errorOf(detail, shared)
      if (one.isLoaded || one === coming) tell({ type: 'warning', error })
      else {
        onDeadline(error.code === 'token-refused' ? 0 : GRACE_MS, signal, () => {
          if (one.isLoaded) return
          stopDeadline()
          fail(error)
        })
      }
    })
    say(one)
    return one
  }

  function onLate(one: Element): void {
    if (one === shown) {
      fail(new GuestpassError('timed-out', `The dashboard takes longer than ${deadlineMs() / 1_000} s.`))
    } else {
      // The old one's token ends: better to begin again where the viewer sees it than to leave it there.
      report({ type: 'lost' })
      start()
    }
  }

  /** What may change while an element lives. */
  function say(one: Element): void {
    const { clientContext = {} } = options()
    const [all, context] = [JSON.stringify(variables.all), JSON.stringify(clientContext)]
    if (one.variables !== all) one.node.setAttribute('variables', all)
    one.variables = all
    if ((one.node.getAttribute('client-context') ?? '{}') !== context) {
      one.node.setAttribute('client-context', context)
    }
  }

  function place(token: GuestToken): void {
    clear()
    shown = create(token)
    shown.node.style.display = 'block'
    mountPoint.append(shown.node)
  }

  function swap(next: Element): void {
    shown?.remove()
    shown = next
    coming = undefined
    next.node.style.cssText = 'display:block'
    next.node.inert = false
  }

  async function renew({ token: old }: Element, token: GuestToken): Promise<void> {
    const signal = wait()
    await quietMoment(() => restMs(old) - MARGIN_MS, signal)
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
      if (!shown?.isLoaded) place(token)
      else if (shown.token.value === token.value) return
      else if (options().tokenRenewal === 'attribute') {
        shown.node.setAttribute('token', token.value)
        shown.token = token
      } else renew(shown, token)
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

/** By whichever clock saw more of its life: only the wall clock sees a nap. */
function restMs({ lifetimeMs, requestedAt }: GuestToken): number {
  return lifetimeMs - Math.max(performance.now() - requestedAt.monotonicMs, Date.now() - requestedAt.wallMs)
}
