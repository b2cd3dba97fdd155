import { LINK_MESSAGE, readAppPath } from '../../core/app-path'
import type { Conduct, FakePage } from './fake-page'
import type { LoadedFrame } from './frames'

/** One dashboard in all the frames that show it. A fault lasts until `recover` is called. */
export interface FakeDashboard {
  /** Its embed id. */
  readonly id: string
  /** Expires all of its tokens. Its pages then request their rows, and show that the token is not valid. */
  expireToken(): void
  /** Its pages load again, as when a viewer reloads a frame. */
  reload(): void
  /** Its pages load again, and refuse every token. */
  refuse(): void
  /** Its pages load again, and stay white. */
  goBlank(): void
  /** Its pages load again, and never finish. */
  keepLoading(): void
  /** Its pages stop answering calls, as after a crash. */
  fallSilent(): void
  /** Ends the fault. A page that was loading or white shows its dashboard now. */
  recover(): void
  /**
   * The viewer follows a link to the link page of the app, `{tokenUrl}/link?to=…`, in each of its frames. Like the real link
   * page, it reports only a path of the app.
   */
  followLink(to: string): void
  /** Sets the height of its content in CSS pixels. `undefined` leaves it to the layout. */
  setHeight(px: number | undefined): void
  /**
   * Changes these entries of the data mask in all of its frames, as when a viewer sets filters or clicks into a chart. Its
   * pages report the whole data mask, as Superset does. An entry that the fake does not have is added.
   */
  emitDataMask(dataMask: object): void
  /** The number of tokens that its pages have received. */
  readonly tokensSent: number
  /** The documents that show it now, one for each frame. A test can read them, and click in them. */
  readonly documents: readonly Document[]
}

/** The pages of a dashboard, and how they behave. */
export class RunningDashboard {
  readonly controls: FakeDashboard
  readonly #pages = new Set<FakePage>()
  /** The windows that follow a link to the link page, until it has loaded. */
  readonly #linked = new Set<Window>()
  #conduct: Conduct = 'well'
  #heightPx: number | undefined
  #tokensSent = 0

  /** @param expireTokens expires all tokens of the dashboard */
  constructor(id: string, expireTokens: () => void) {
    this.controls = this.#createControls(id, expireTokens)
  }

  get conduct(): Conduct {
    return this.#conduct
  }

  get heightPx(): number | undefined {
    return this.#heightPx
  }

  /** Whether the document that has loaded is the link page, which does not implement the protocol. */
  takeLink({ window }: LoadedFrame): boolean {
    return this.#linked.delete(window)
  }

  countToken(): void {
    this.#tokensSent++
  }

  /** Returns a function that stops the page and removes it. */
  add(page: FakePage): () => void {
    this.#pages.add(page)
    return () => {
      page.stop()
      this.#pages.delete(page)
    }
  }

  #createControls(id: string, expireTokens: () => void): FakeDashboard {
    const read = { tokensSent: () => this.#tokensSent, pages: () => this.#visiblePages() }
    return {
      id,
      expireToken: () => {
        expireTokens()
        for (const page of this.#visiblePages()) page.queryRows()
      },
      reload: () => this.#reload(),
      refuse: () => this.#reload('refusing'),
      goBlank: () => this.#reload('blank'),
      keepLoading: () => this.#reload('loading'),
      fallSilent: () => this.#behave('silent'),
      recover: () => this.#behave('well'),
      followLink: (to) => {
        for (const { frame } of this.#visiblePages()) this.#followLink(frame, to)
      },
      setHeight: (px) => {
        this.#heightPx = px
        for (const page of this.#visiblePages()) page.update()
      },
      emitDataMask: (mask) => {
        for (const page of this.#visiblePages()) page.changeMask(mask)
      },
      get tokensSent() {
        return read.tokensSent()
      },
      get documents() {
        return read.pages().map(({ frame }) => frame.window.document)
      },
    }
  }

  #visiblePages(): readonly FakePage[] {
    return [...this.#pages].filter(({ frame }) => frame.isConnected)
  }

  #behave(conduct: Conduct): void {
    this.#conduct = conduct
    for (const page of this.#visiblePages()) page.update()
  }

  #reload(conduct = this.#conduct): void {
    this.#conduct = conduct
    for (const { frame } of this.#visiblePages()) frame.reload()
  }

  #followLink(frame: LoadedFrame, to: string): void {
    if (readAppPath(to) !== undefined) postLink(frame.window, to)
    // The app may have unmounted the dashboard.
    if (!frame.isConnected) return
    this.#linked.add(frame.window)
    frame.reload()
  }
}

/** Dispatches the message that the script of the link page posts. The window of a fake does not run scripts. */
function postLink(source: Window, to: string): void {
  const data = { type: LINK_MESSAGE, to }
  const message = Object.assign(new Event('message'), { source, origin: source.parent.origin, data })
  source.parent.dispatchEvent(message)
}
