import { deadlineMs } from '../../client/deadline'
import { onDeadline } from '../../client/visible-time'
import { GuestpassError } from '../../core/errors'
import type { GuestToken } from '../../core/guest-token'
import { errorOf } from './element-error'
import type { EmbeddableVariables } from './types'

export interface ElementEvents {
  onLoad(): void
  /** The viewer has set variables. `changes` is the detail of the event. */
  onChange(changes: unknown): void
  /** A part has failed. Before the element has loaded, this is reported only when the whole does not load. */
  onError(error: GuestpassError): void
  /** The element has not loaded before its deadline. It may still load. */
  onLate(error: GuestpassError): void
}

/** A part that fails is reported before the whole has loaded. After this time the element has loaded, or does not load. */
const GRACE_MS = 2_000

/** One `<em-beddable>`, for one token or, with `tokenRenewal: 'attribute'`, for several. */
export class EmbeddableElement {
  readonly node = document.createElement('em-beddable')
  readonly #events: ElementEvents
  readonly #removal = new AbortController()
  readonly #stopDeadline: () => void
  #token: GuestToken
  #isLoaded = false
  /** What the element knows, as JSON. */
  #variables = '{}'
  #context = '{}'

  constructor(token: GuestToken, events: ElementEvents) {
    this.#token = token
    this.#events = events
    this.#stopDeadline = this.#startDeadline()
    this.#listen('componentsLoad', () => this.#onLoad())
    this.#listen('variablesChange', events.onChange)
    this.#listen('embeddableError', (detail) => this.#onError(errorOf(detail)))
    this.node.setAttribute('token', token.value)
  }

  get token(): GuestToken {
    return this.#token
  }

  get isLoaded(): boolean {
    return this.#isLoaded
  }

  /** Sets another token on the same element. */
  setToken(token: GuestToken): void {
    this.#token = token
    this.node.setAttribute('token', token.value)
  }

  /** Sets what the element does not know yet. */
  update(variables: EmbeddableVariables, clientContext: object): void {
    const [nextVariables, nextContext] = [JSON.stringify(variables), JSON.stringify(clientContext)]
    if (this.#variables !== nextVariables) this.node.setAttribute('variables', nextVariables)
    if (this.#context !== nextContext) this.node.setAttribute('client-context', nextContext)
    this.#variables = nextVariables
    this.#context = nextContext
  }

  /** The element has reported these variables itself, so they are not set again. */
  markAsKnown(variables: EmbeddableVariables): void {
    this.#variables = JSON.stringify(variables)
  }

  remove(): void {
    this.#removal.abort()
    this.node.remove()
  }

  #listen(name: string, callback: (detail: unknown) => void): void {
    const { signal } = this.#removal
    this.node.addEventListener(name, (event) => callback((event as CustomEvent).detail), { signal })
  }

  #startDeadline(): () => void {
    const limitMs = deadlineMs()
    const sentence = `The dashboard takes longer than ${limitMs / 1_000} s to load.`
    return onDeadline(limitMs, this.#removal.signal, () =>
      this.#events.onLate(new GuestpassError('timed-out', sentence)),
    )
  }

  #onLoad(): void {
    this.#stopDeadline()
    if (this.#isLoaded) return
    this.#isLoaded = true
    this.#events.onLoad()
  }

  #onError(error: GuestpassError): void {
    if (this.#isLoaded) {
      this.#events.onError(error)
      return
    }
    const graceMs = error.code === 'token-refused' ? 0 : GRACE_MS
    onDeadline(graceMs, this.#removal.signal, () => {
      if (this.#isLoaded) return
      this.#stopDeadline()
      this.#events.onError(error)
    })
  }
}
