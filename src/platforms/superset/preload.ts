import { prepareForToken } from '../../client/hidden-embeds'
import { createViewMemory } from '../../client/kept-views'
import { keptEmbeds } from '../../client/load-kept-embeds'
import { sharedTokenSource } from '../../client/shared-token-source'
import type { TokenRoute } from '../../client/token-route'
import type { TokenSource } from '../../client/token-source'
import type { DashboardDescriptor } from '../../core/descriptor'
import { embedIdOf } from '../../core/embed-id'
import { ownProperties } from '../../core/own-properties'
import type { SupersetAddress } from '../platforms'
import { embedUrl } from './embed-url'
import { hasNames, loadNames } from './load-names'
import { loadPageCode } from './load-page-code'
import type { ByDashboard, DashboardById } from './named-options'
import { pageUrl } from './page-url'
import { type ParkedFrame, parkFrame } from './parked-frames'
import { drawPreloaded } from './preloaded-embed'
import { readSupersetOptions, type SupersetOptions } from './settings'
import { startView } from './start-view'
import type { UntranslatedOptions } from './untranslated-options'

/** The dashboard that is needed soon, with the options that it will be mounted with. */
export type PreloadOptions<Dashboard extends DashboardDescriptor | undefined = undefined> = TokenRoute &
  SupersetAddress &
  ByDashboard<Dashboard, DashboardById & SupersetOptions, unknown>

type AnyPreloadOptions = TokenRoute & SupersetAddress & UntranslatedOptions

/**
 * Loads a dashboard with its token before it is mounted with the same options, so that its charts are drawn out of sight.
 * Browsers with `moveBefore` (Chromium 133 and later) move it into the mount point. In other browsers the cache is warm, and
 * the token is there. Call the returned function when the dashboard will not be mounted.
 */
export function preload<Dashboard extends DashboardDescriptor | undefined = undefined>(
  options: PreloadOptions<Dashboard>,
): () => void {
  return preloadDashboard(options)
}

function preloadDashboard(options: AnyPreloadOptions): () => void {
  const given = ownProperties(options)
  const { supersetDomain: domain } = given
  const id = embedIdOf(given)
  const tokens = sharedTokenSource(given)
  const preloading = new AbortController()
  const { signal } = preloading
  let hasParked = false
  let isDrawn = false
  let parked: ParkedFrame | undefined
  // Without names, an option of both kinds has the type for ids.
  let translated = hasNames(given) ? undefined : (given as SupersetOptions)

  function onToken(): void {
    const { token } = tokens.record(id)
    const address = domain ?? token?.domain
    // Of an Embeddable dashboard, only the token is requested early.
    if (!translated || !address || token?.platform === 'embeddable') return
    // Once, because the dashboard may be on the page when the token is renewed.
    if (!hasParked) parked = parkPage(translated, given, tokens, address)
    hasParked = true
    // Where a frame cannot move, charts would be drawn in vain.
    if (!parked || !token || isDrawn || !('moveBefore' in document.documentElement)) return
    isDrawn = true
    drawPreloaded({ id, domain, tokens }, given, parked.isParked, signal).catch(() => {})
  }

  async function translate(): Promise<void> {
    const { translateNames } = await loadNames()
    // The mounted dashboard reports what cannot be translated.
    translated = translateNames(
      () => given,
      () => {},
    )()
    if (!signal.aborted) onToken()
  }

  prepareForToken(tokens)
  const release = tokens.use(id, onToken)
  if (translated) onToken()
  else translate().catch(() => {})
  return () => {
    release()
    parked?.drop()
    preloading.abort()
  }
}

/** `undefined` when the options are not valid, which is reported when the dashboard is mounted, or when it is loaded already. */
function parkPage(
  options: SupersetOptions,
  given: AnyPreloadOptions,
  tokens: TokenSource,
  address: string,
): ParkedFrame | undefined {
  const { supersetDomain: domain } = given
  const id = embedIdOf(given)
  if (keptEmbeds?.isHidden({ id, domain, tokens }, given)) return undefined
  try {
    const { query, frame, wanted } = readSupersetOptions(options)
    const kept = startView(createViewMemory(tokens, id).read(), wanted)
    const parked = parkFrame(pageUrl(embedUrl(address, id, query), kept).url, frame)
    loadPageCode().catch(() => {})
    return parked
  } catch {
    return undefined
  }
}
