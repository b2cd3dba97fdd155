import type { GuestpassError } from '../../core/errors'
import type { GuestToken } from '../../core/guest-token'
import { errorOf } from './element-error'
import type { Shared } from './embeddable'
import type { EmbeddableVariables } from './types'

/** One `<em-beddable>`, for one token or, where the service takes that over, for several. */
export interface Element {
  readonly node: HTMLElement
  readonly token: GuestToken
  readonly isLoaded: boolean
  /** Sets another token on it. */
  use(token: GuestToken): void
  /** Tells it what it does not know yet. */
  say(variables: EmbeddableVariables, clientContext: object): void
  /** It has told these itself. */
  knows(variables: EmbeddableVariables): void
  remove(): void
}

export interface ElementEvents {
  onLoad(): void
  /** The viewer has set variables; the event's detail. */
  onChange(changes: unknown): void
  /** Something in it has failed: before it has loaded only when it then does not load. */
  onError(error: GuestpassError): void
  /** It has not loaded in its time, and may still. */
  onLate(error: GuestpassError): void
}

/** A part that fails is told before the whole has loaded; only then is it known whether that was all. */
const GRACE_MS = 2_000

export function createElement(token: GuestToken, shared: Shared, events: ElementEvents): Element {
  const { deadlineMs, onDeadline, GuestpassError } = shared
  const gone = new AbortController()
  const { signal } = gone
  const node = document.createElement('em-beddable')
  let current = token
  let isLoaded = false
  /** What it knows, as JSON. */
  let known = '{}'
  let context = '{}'

  const listen = (name: string, callback: (detail: unknown) => void) =>
    node.addEventListener(name, (event) => callback((event as CustomEvent).detail), { signal })

  const limitMs = deadlineMs()
  const stopDeadline = onDeadline(limitMs, signal, () =>
    events.onLate(
      new GuestpassError('timed-out', `The dashboard takes longer than ${limitMs / 1_000} s to load.`),
    ),
  )
  listen('componentsLoad', () => {
    stopDeadline()
    if (isLoaded) return
    isLoaded = true
    events.onLoad()
  })
  listen('variablesChange', events.onChange)
  listen('embeddableError', (detail) => {
    const error = errorOf(detail, shared)
    if (isLoaded) return events.onError(error)
    onDeadline(error.code === 'token-refused' ? 0 : GRACE_MS, signal, () => {
      if (isLoaded) return
      stopDeadline()
      events.onError(error)
    })
  })

  node.setAttribute('token', token.value)
  return {
    node,
    get token() {
      return current
    },
    get isLoaded() {
      return isLoaded
    },
    use(next) {
      current = next
      node.setAttribute('token', next.value)
    },
    say(variables, clientContext) {
      const [all, surroundings] = [JSON.stringify(variables), JSON.stringify(clientContext)]
      if (known !== all) node.setAttribute('variables', all)
      if (context !== surroundings) node.setAttribute('client-context', surroundings)
      known = all
      context = surroundings
    },
    knows(variables) {
      known = JSON.stringify(variables)
    },
    remove() {
      gone.abort()
      node.remove()
    },
  }
}
