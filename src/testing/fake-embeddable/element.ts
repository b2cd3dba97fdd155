/**
 * A stand-in for Embeddable's element: the same name, attributes and events, over rows that somebody else provides.
 *
 * - `token`, `variables` and `client-context` are attributes, the last two JSON; of the client context it reads
 *   `theme: 'dark'`.
 * - `componentsLoad` says that everything is drawn; `variablesChange` that the viewer has chosen something;
 *   `embeddableError` that no rows came. None of them bubbles.
 * - A token that is set anew is used from the next question on, and nothing is asked for its sake.
 */

import { el } from '../dom'
import type { FakeEmbeddableDashboard } from './dashboard'
import { drawDashboard } from './draw'
import { STYLE } from './style'

/** What the fake element is made of. */
export interface FakeEmbeddableOptions {
  /** Brings what the token's viewer may see. What it rejects with, the element tells as `embeddableError`. */
  readonly load: (question: FakeQuestion) => Promise<FakeEmbeddableDashboard>
}

/** What a fake `<em-beddable>` wants to show: whose token, with which variables. */
export interface FakeQuestion {
  /** Its `token` attribute. */
  readonly token: string
  /** What its variables are set to. */
  readonly variables: Readonly<Record<string, unknown>>
  /** Aborted when the answer is of no use any more. */
  readonly signal: AbortSignal
}

/** Defines `<em-beddable>`, unless it is defined already. */
export function defineFakeEmbeddable({ load }: FakeEmbeddableOptions): void {
  if (customElements.get('em-beddable')) return

  // Inside, because where there is no page there is no HTMLElement either.
  class FakeEmbeddable extends HTMLElement {
    static readonly observedAttributes = ['variables', 'client-context']
    readonly #root = this.attachShadow({ mode: 'open' })
    #variables: Readonly<Record<string, unknown>> = {}
    #question = new AbortController()
    #isLoaded = false

    connectedCallback(): void {
      // Unlike a style element it is no matter of the page's Content-Security-Policy.
      const style = new CSSStyleSheet()
      style.replaceSync(STYLE)
      this.#root.adoptedStyleSheets = [style]
      this.#root.replaceChildren(el('p', { className: 'wait', role: 'status' }, 'Loading…'))
      this.#variables = this.#read('variables')
      void this.#ask()
    }

    disconnectedCallback(): void {
      this.#question.abort()
    }

    attributeChangedCallback(name: string): void {
      if (!this.isConnected) return
      this.dataset.theme = String(this.#read('client-context').theme ?? 'light')
      if (name !== 'variables') return
      this.#variables = this.#read('variables')
      void this.#ask()
    }

    async #ask(): Promise<void> {
      this.#question.abort()
      this.#question = new AbortController()
      const { signal } = this.#question
      this.dataset.theme = String(this.#read('client-context').theme ?? 'light')
      try {
        const token = this.getAttribute('token') ?? ''
        const dashboard = await load({ token, variables: this.#variables, signal })
        if (signal.aborted) return
        this.#draw(dashboard)
      } catch (error) {
        if (signal.aborted) return
        const errorMessage = error instanceof Error ? error.message : String(error)
        this.#tell('embeddableError', { errorMessage, errorDetail: {} })
      }
    }

    #draw(dashboard: FakeEmbeddableDashboard): void {
      const chosen = String(this.#variables[dashboard.variable?.name ?? ''] ?? '')
      const drawn = drawDashboard(dashboard, chosen, (variableName, newValue) => {
        this.#variables = { ...this.#variables, [variableName]: newValue }
        this.#tell('variablesChange', [{ variableName, newValue }])
        void this.#ask()
      })
      this.#root.lastElementChild?.replaceWith(drawn)
      if (this.#isLoaded) return
      this.#isLoaded = true
      this.#tell('componentsLoad', undefined)
    }

    #read(attribute: string): Readonly<Record<string, unknown>> {
      try {
        return Object(JSON.parse(this.getAttribute(attribute) ?? '{}'))
      } catch {
        return {}
      }
    }

    #tell(name: string, detail: unknown): void {
      this.dispatchEvent(new CustomEvent(name, { detail }))
    }
  }

  customElements.define('em-beddable', FakeEmbeddable)
}
