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
  /** A part has failed, or the token is refused. Before the element has loaded, only a refused token is reported. */
  onError(error: GuestpassError): void
  /** The element has not loaded before its deadline. It may still load. `error` is the failure of a part, if there is one. */
  onLate(error: GuestpassError): void
}

/** A dashboard that loads in spite of a refusal has loaded after this time, and keeps its token. */
const GRACE_MS = 2_000

/**
 * How an element reports that it has loaded: the dashboard, and the canvas on which viewers build. An element with both
 * reports the canvas last. Embeddable does not publish whether an element that has only a canvas reports the dashboard.
 */
export type Sign = 'componentsLoad' | 'customCanvasReady'

/** A viewer who has not used a canvas for this time does not edit it. */
const EDIT_MS = 30_000
const EDITS = ['pointerdown', 'pointermove', 'keydown', 'input', 'drop'] as const

/** One `<em-beddable>`, for one token or, with `tokenRenewal: 'attribute'`, for several. */
export class EmbeddableElement {
  readonly node = document.createElement('em-beddable')
  readonly #events: ElementEvents
  readonly #removal = new AbortController()
  readonly #stopDeadline: () => void
  #token: GuestToken
  #isLoaded = false
  readonly #signs = new Set<Sign>()
  readonly #expected: ReadonlySet<Sign>
  #usedAt = Number.NEGATIVE_INFINITY
  /** The first part that failed before the element has loaded. */
  #failure: GuestpassError | undefined
  /** What the element knows, as JSON. */
  #variables = '{}'
  #context = '{}'

  /** @param expected the element has loaded when it has given all of these signs, and at least one sign */
  constructor(token: GuestToken, events: ElementEvents, expected: Iterable<Sign>) {
    this.#token = token
    this.#events = events
    this.#expected = new Set(expected)
    this.#stopDeadline = this.#startDeadline()
    this.#listen('componentsLoad', () => this.#onSign('componentsLoad'))
    this.#listen('customCanvasReady', () => this.#onSign('customCanvasReady'))
    this.#watchUse()
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

  /** What the element has reported so far. */
  get signs(): ReadonlySet<Sign> {
    return this.#signs
  }

  /** Whether a viewer works on the canvas of this element. Another element would lose what is not saved. */
  get isEdited(): boolean {
    return this.#signs.has('customCanvasReady') && performance.now() - this.#usedAt < EDIT_MS
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
    const onLate = () => {
      if (this.#signs.size > 0) this.#onLoad()
      else this.#events.onLate(this.#failure ?? new GuestpassError('timed-out', sentence))
    }
    return onDeadline(limitMs, this.#removal.signal, onLate, this.node)
  }

  #watchUse(): void {
    const { signal } = this.#removal
    const onUse = (event: Event) => {
      const isHover = event.type === 'pointermove' && (event as PointerEvent).buttons === 0
      if (!isHover) this.#usedAt = performance.now()
    }
    for (const name of EDITS)
      this.node.addEventListener(name, onUse, { signal, capture: true, passive: true })
  }

  #onSign(sign: Sign): void {
    this.#signs.add(sign)
    if ([...this.#expected].every((expected) => this.#signs.has(expected))) this.#onLoad()
  }

  #onLoad(): void {
    this.#stopDeadline()
    if (this.#isLoaded) return
    this.#isLoaded = true
    this.#events.onLoad()
    if (this.#failure) this.#events.onError(this.#failure)
  }

  /**
   * Embeddable reports one failed chart with the same event as a dashboard that does not load at all. So before the
   * element has loaded, the failure of a part waits: it is reported when the deadline passes, or as a warning on the loaded
   * dashboard.
   */
  #onError(error: GuestpassError): void {
    if (this.#isLoaded) {
      this.#events.onError(error)
      return
    }
    this.#failure ??= error
    if (error.code !== 'token-refused') return
    const onRefusal = () => {
      if (this.#isLoaded) return
      this.#stopDeadline()
      this.#events.onError(error)
    }
    onDeadline(GRACE_MS, this.#removal.signal, onRefusal, this.node)
  }
}
