/**
 * A stand-in for Embeddable's element. It has the same name, attributes and events, and shows the rows that a test returns.
 *
 * - `token`, `variables` and `client-context` are attributes. The last two are JSON. Of the client context, the element reads only
 *   `theme: 'dark'`.
 * - `componentsLoad`: everything is drawn. `variablesChange`: the viewer has chosen a value. `embeddableError`: the rows could not
 *   be loaded. None of these events bubbles.
 * - A new token is used for the next load. It does not start a load.
 */

import { ElementView } from './element-view'
import type { FakeEmbeddableOptions } from './options'

/** Defines `<em-beddable>`. Does nothing when the element is already defined. */
export function defineFakeEmbeddable({ load }: FakeEmbeddableOptions): void {
  if (customElements.get('em-beddable')) return

  // In the function, because Node has no HTMLElement.
  class FakeEmbeddable extends HTMLElement {
    static readonly observedAttributes = ['variables', 'client-context']
    readonly #view = new ElementView(this, load)

    connectedCallback(): void {
      this.#view.open()
    }

    disconnectedCallback(): void {
      this.#view.close()
    }

    attributeChangedCallback(name: string): void {
      if (this.isConnected) this.#view.applyAttribute(name)
    }
  }

  customElements.define('em-beddable', FakeEmbeddable)
}
