/**
 * A Superset without a server: one static page, which has its host run what is below. It can, because it is
 * on the host's own origin; Superset's page brings its own code.
 */

import { serveEmbeddedPage } from 'guestpass/testing'
import type { EmbedId } from './embed-ids'

/** Beside Storybook's own page, wherever that is served from. */
export const FAKE_SUPERSET = new URL('fake-superset', document.baseURI).href

declare global {
  interface Window {
    serveFakeSuperset(page: Window): void
  }
}

window.serveFakeSuperset = (page) => {
  const id = page.location.pathname.split('/').at(-1) as EmbedId
  SERVE[id](page)
}

const SERVE: Readonly<Record<EmbedId, (page: Window) => void>> = {
  'sales.html': serveDashboard,
  'silent.html': () => {},
  'refusing.html': serveRefusal,
}

function serveDashboard(page: Window): void {
  const { body, documentElement } = page.document
  const root = body.querySelector('main')
  documentElement.dataset.theme = new URLSearchParams(page.location.search).get('themeMode') ?? 'default'
  serveEmbeddedPage({
    window: page,
    methods: {
      getScrollSize: () => ({ width: body.clientWidth, height: root?.offsetHeight }),
      getActiveTabs: () => (root?.hidden ? [] : ['TAB-overview']),
      getDataMask: () => (root?.hidden ? {} : { 'CHART-1': { id: 'CHART-1' } }),
    },
    onGuestToken() {
      if (root) root.hidden = false
    },
  })
}

/** As Superset 6.1 does it: a line of text, and a height of 18. */
function serveRefusal(page: Window): void {
  let height = 0
  serveEmbeddedPage({
    window: page,
    methods: {
      getScrollSize: () => ({ width: page.innerWidth, height }),
      getActiveTabs: () => [],
      getDataMask: () => ({}),
    },
    onGuestToken() {
      height = 18
      page.document.body.textContent = 'Something went wrong with embedded authentication'
    },
  })
}
