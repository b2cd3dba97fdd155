/**
 * A document in a frame, until the frame loads again. It is white until it receives a token. Then it shows a loading sign, a
 * refusal or a dashboard, depending on its conduct and on the token.
 */

import { el } from '../dom'
import { type EmbeddedPage, serveEmbeddedPage } from '../embedded-page'
import type { LoadedFrame } from './frames'
import { BASE_STYLE } from './page/base-style'
import { Dashboard } from './page/dashboard'
import { createPageMethods, type PageMethods, silenceMethods } from './page/methods'
import { loadingSign, refusal, showInterruption } from './page/notices'
import { createPermalink, type Permalinks, readState } from './page/permalink'
import { type ContentKind, measureScrollSize } from './page/scroll-size'
import { STYLE } from './page/style'
import { readUiConfig } from './page/ui-config'

/**
 * How a page behaves. `refusing` refuses the first token, `blank` stays white, `loading` never shows its dashboard, and `silent`
 * does not answer calls.
 */
export type Conduct = 'well' | 'refusing' | 'blank' | 'loading' | 'silent'

export interface FakePageContext {
  readonly frame: LoadedFrame
  conduct(): Conduct
  /** The height of the dashboard in CSS pixels. `undefined` leaves it to the layout. */
  heightPx(): number | undefined
  /** The countries whose rows a token shows. `undefined` when the token is not valid. */
  countriesOf(token: string): readonly string[] | 'all-rows' | undefined
  onToken(token: string): void
  readonly permalinks: Permalinks
}

type Content =
  | { readonly kind: Exclude<ContentKind, 'dashboard'>; readonly dashboard?: never }
  | { readonly kind: 'dashboard'; readonly dashboard: Dashboard }

export class FakePage {
  readonly frame: LoadedFrame
  readonly #context: FakePageContext
  readonly #document: Document
  readonly #app: EmbeddedPage
  #token: string | undefined
  #content: Content = { kind: 'nothing' }

  constructor(context: FakePageContext) {
    const { frame, conduct } = context
    const { document } = frame.window
    this.frame = frame
    this.#context = context
    this.#document = document
    this.#app = serveEmbeddedPage({
      window: frame.window,
      methods: silenceMethods(this.#createMethods(), () => conduct() === 'silent'),
      onGuestToken: (token) => this.#acceptToken(token),
    })
    document.documentElement.lang = 'en'
    document.head.append(
      el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      el('style', { textContent: BASE_STYLE + STYLE }),
    )
  }

  /** Applies the conduct and the height after a change. A refusal or a dashboard stays until the frame loads again. */
  update(): void {
    const { conduct } = this.#context
    const { kind, dashboard } = this.#content
    if (dashboard) this.#setHeight(dashboard)
    if (dashboard || kind === 'refusal' || this.#token === undefined) return
    this.#document.documentElement.classList.toggle('open', conduct() !== 'blank')
    if (conduct() === 'loading') this.#show({ kind: 'loading' }, loadingSign())
    if (conduct() === 'well') this.#openDashboard()
  }

  /** Requests the rows again with the present token. */
  queryRows(): void {
    this.#content.dashboard?.load()
  }

  /** Changes entries of the data mask. Does nothing without a dashboard. */
  changeMask(entries: object): void {
    this.#content.dashboard?.changeMask(entries)
  }

  stop(): void {
    this.#app.stop()
  }

  #createMethods(): PageMethods {
    return createPageMethods({
      root: this.#document.documentElement,
      state: () => this.#content.dashboard?.state,
      measure: () => measureScrollSize(this.#document.body, this.#content.kind, this.#context.heightPx()),
      createPermalink: () => this.#createPermalink(),
    })
  }

  #acceptToken(token: string): void {
    const { conduct, countriesOf, onToken } = this.#context
    onToken(token)
    const isFirst = this.#token === undefined
    this.#token = token
    // Only the first token of a document can be refused. A valid token after a refusal has no effect.
    const isValid = conduct() !== 'refusing' && countriesOf(token) !== undefined
    if (isFirst && !isValid) this.#show({ kind: 'refusal' }, refusal())
    else this.update()
  }

  #show(content: Content, element: HTMLElement): void {
    this.#content = content
    this.#document.body.replaceChildren(element)
  }

  #openDashboard(): void {
    const { frame, permalinks } = this.#context
    const ui = readUiConfig(frame.address.searchParams)
    const dashboard = new Dashboard({
      ui,
      given: readState(frame.address, permalinks),
      countries: () => this.#readCountries(),
      onDataMask: (mask) => ui.emitsDataMasks && this.#app.emit('observeDataMask', mask),
    })
    this.#show({ kind: 'dashboard', dashboard }, dashboard.root)
    this.#setHeight(dashboard)
  }

  /** `undefined` when the present token is not valid any more. The viewer then sees a notice above the dashboard. */
  #readCountries() {
    const countries = this.#context.countriesOf(this.#token ?? '')
    if (!countries) showInterruption(this.#document)
    return countries
  }

  #setHeight({ root: { style } }: Dashboard): void {
    const px = this.#context.heightPx()
    style.height = px === undefined ? '' : `${px}px`
    style.overflow = px === undefined ? '' : 'hidden'
  }

  async #createPermalink(): Promise<string> {
    const { frame, permalinks } = this.#context
    const { dashboard } = this.#content
    if (dashboard) {
      const resolveUrl = (key: string) => this.#app.get('resolvePermalinkUrl', { key })
      return createPermalink(dashboard.state, permalinks, frame.address, resolveUrl)
    }
    // Without a guest token, Superset treats the request as a visitor's, and shows its login page.
    frame.window.location.replace('about:blank')
    throw new Error('A page without a dashboard has no permalink.')
  }
}
