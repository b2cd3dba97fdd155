/** Loads and draws the dashboard of a fake `<em-beddable>`, and dispatches its events. */

import { el } from '../dom'
import type { FakeEmbeddableDashboard } from './dashboard'
import { drawDashboard } from './draw'
import type { FakeEmbeddableOptions } from './options'
import { STYLE } from './style'

export class ElementView {
  readonly #element: HTMLElement
  readonly #load: FakeEmbeddableOptions['load']
  readonly #root: ShadowRoot
  #variables: Readonly<Record<string, unknown>> = {}
  #loading = new AbortController()
  #isLoaded = false

  constructor(element: HTMLElement, load: FakeEmbeddableOptions['load']) {
    this.#element = element
    this.#load = load
    this.#root = element.attachShadow({ mode: 'open' })
  }

  open(): void {
    // A Content-Security-Policy can block a style element, but not a sheet.
    const style = new CSSStyleSheet()
    style.replaceSync(STYLE)
    this.#root.adoptedStyleSheets = [style]
    this.#root.replaceChildren(el('p', { className: 'wait', role: 'status' }, 'Loading…'))
    this.#loadVariables()
  }

  close(): void {
    this.#loading.abort()
  }

  /** Reads an attribute that has changed. */
  applyAttribute(name: string): void {
    this.#applyTheme()
    if (name === 'variables') this.#loadVariables()
  }

  #loadVariables(): void {
    this.#variables = this.#readJson('variables')
    void this.#reload()
  }

  async #reload(): Promise<void> {
    this.#loading.abort()
    this.#loading = new AbortController()
    const { signal } = this.#loading
    this.#applyTheme()
    try {
      const token = this.#element.getAttribute('token') ?? ''
      const dashboard = await this.#load({ token, variables: this.#variables, signal })
      if (!signal.aborted) this.#draw(dashboard)
    } catch (error) {
      if (signal.aborted) return
      const errorMessage = error instanceof Error ? error.message : String(error)
      this.#dispatch('embeddableError', { errorMessage, errorDetail: {} })
    }
  }

  #draw(dashboard: FakeEmbeddableDashboard): void {
    const chosen = String(this.#variables[dashboard.variable?.name ?? ''] ?? '')
    const drawn = drawDashboard(dashboard, chosen, (variableName, newValue) => {
      this.#variables = { ...this.#variables, [variableName]: newValue }
      this.#dispatch('variablesChange', [{ variableName, newValue }])
      void this.#reload()
    })
    this.#root.lastElementChild?.replaceWith(drawn)
    if (this.#isLoaded) return
    this.#isLoaded = true
    this.#dispatch('componentsLoad', undefined)
  }

  #applyTheme(): void {
    this.#element.dataset['theme'] = String(this.#readJson('client-context')['theme'] ?? 'light')
  }

  #readJson(attribute: string): Readonly<Record<string, unknown>> {
    try {
      return Object(JSON.parse(this.#element.getAttribute(attribute) ?? '{}'))
    } catch {
      return {}
    }
  }

  #dispatch(name: string, detail: unknown): void {
    this.#element.dispatchEvent(new CustomEvent(name, { detail }))
  }
}
