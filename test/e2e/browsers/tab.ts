import type { Locator, Page } from '@playwright/test'

/**
 * What a spec may say of a page in every browser, in Playwright's words and with Playwright's meaning.
 * A Playwright page is one as it is; WebKitGTK's, which Playwright cannot drive, is made one in `webkit-page.ts`.
 * A spec that needs more asks for the `page` fixture, and so for a browser that Playwright drives.
 */
export interface TabPage extends Scope {
  readonly goto: (url: string) => Promise<unknown>
  readonly evaluate: Page['evaluate']
  readonly waitForTimeout: (ms: number) => Promise<void>
  readonly setViewportSize: (size: Size) => Promise<void>
  readonly url: () => string | Promise<string>
  readonly frameLocator: (css: string) => TabFrame
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** The default size of a page on the screen. */
export const VIEWPORT: Size = { width: 1280, height: 900 }

export interface TabFrame extends Scope {
  readonly first: () => TabFrame
}

/** Where elements are looked for: a page, a frame, or another element. */
export interface Scope {
  readonly locator: (css: string) => TabLocator
  readonly getByRole: (
    role: Parameters<Locator['getByRole']>[0],
    options?: { readonly name?: string | RegExp },
  ) => TabLocator
  readonly getByText: (text: string | RegExp) => TabLocator
  readonly getByTestId: (id: string) => TabLocator
}

export interface TabLocator extends Scope {
  readonly first: () => TabLocator
  readonly nth: (index: number) => TabLocator
  readonly click: () => Promise<void>
  readonly evaluate: Locator['evaluate']
  readonly textContent: () => Promise<string | null>
}

/** One tab of a browser, with its own profile. */
export interface Tab {
  readonly page: TabPage
  setCookie(url: string, name: string, value: string | undefined): Promise<void>
  /** The uncaught errors of the page. */
  problems(): Promise<readonly string[]>
  close(): Promise<void>
}

export interface TabOptions {
  /** Whether Chromium keeps pages for Back, as it does for people and not for test runners. */
  readonly hasPageCache: boolean
  /** Whether Chromium blocks the storage of pages in frames from another site, as Debian's does of itself. */
  readonly blocksThirdPartyStorage: boolean
  /** Whether a tab may read the HTTP cache of earlier tabs. Cookies and storage are empty in any case. */
  readonly keepsCache: boolean
}

/** A browser as a worker has it. */
export interface Browser {
  open(options: TabOptions): Promise<Tab>
  stop(): Promise<void>
}
