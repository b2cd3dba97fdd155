/**
 * The token route, without a framework around it:
 *
 * 1. parse      the request is checked; it only ever narrows what is granted (`parse.ts`)
 * 2. authorize  the app's `authorize` returns the grant, the only source of rights (`authorize.ts`)
 * 3. plan       the requested and granted dashboards are shared out to tokens (`plan.ts`)
 * 4. mint       each token is minted, or comes from the cache (`mint.ts`)
 * 5. reply      the tokens, or a code and a sentence; causes go to `onError` only (`reply.ts`)
 *
 * A request for the link page has none of these steps (`link.ts`). A request for a permalink (`share.ts`) or for rows
 * (`rows.ts`) has steps 1 and 2.
 */

import { GuestpassError } from '../../core/errors'
import { createFreshLimit } from '../fresh-limit'
import type { ViewerGrant } from '../grant'
import type { CombinedIssuer, Issuer } from '../issuer'
import type { MissingDashboards } from '../missing-dashboards'
import { createAnswerRows, type RowsOptions } from '../rows/answer-rows'
import { createTokenCache, type TokenCacheOptions } from '../token-cache'
import { asCombined } from './as-combined'
import { asGuestpassError } from './as-guestpass-error'
import { authorizeViewer, checkViewer } from './authorize'
import { createReports, eventOf, type Hooks, startProgress, type TokenEvent } from './hooks'
import { ClientLeft, type IncomingRequest } from './incoming-request'
import { isLinkRequest, replyWithLink } from './link'
import { createMint } from './mint'
import { createOriginCheck } from './origins'
import { parseRequest } from './parse'
import { planMints } from './plan'
import {
  type Reply,
  replyWithError,
  replyWithPermalink,
  replyWithRows,
  replyWithTokens,
  statusOf,
} from './reply'
import { BODY_LIMITS, type BodyLimits } from './request-body'
import { createPermalink, type SharedView } from './share'

export interface GuestTokensOptions<G extends ViewerGrant, Request> extends Hooks, RowsOptions {
  /** What mints, or several by `combineIssuers`. */
  readonly issuer: Issuer<G> | CombinedIssuer<G>
  /** Returns what the signed-in viewer of this request may see, or `null` when nobody is signed in. */
  readonly authorize: (request: Request) => NoInfer<G> | null | Promise<NoInfer<G> | null>
  /**
   * Other origins whose pages may request tokens, for an app on one host and its API on another, or on a sibling
   * subdomain: `['https://app.example.com']`. Scheme, host and port, as browsers write them. @default none
   */
  readonly allowedOrigins?: readonly string[]
  /** Shares minted tokens between instances of the app, for an issuer that calls an API. @default none */
  readonly cache?: TokenCacheOptions
}

/** Answers one request; `request` is the framework's object, for `authorize`. Never rejects. */
export type TokenRoute<Request> = (
  incoming: IncomingRequest,
  request: Request,
  signal: AbortSignal,
) => Promise<Reply>

/** @throws {GuestpassError} `option-invalid` */
export function createTokenRoute<G extends ViewerGrant, Request>(
  options: GuestTokensOptions<G, Request>,
  limits: BodyLimits = BODY_LIMITS,
): TokenRoute<Request> {
  const { reports, ...steps } = prepareSteps(options, limits)

  return async (incoming, request, signal) => {
    const progress = startProgress()
    // Requests that the client aborted are not reported, because the server neither refused them nor failed.
    const report = (call: () => void) => {
      if (!signal.aborted) call()
    }
    const eventFor = (code: TokenEvent['code'], dashboards = progress.dashboards) =>
      eventOf({ ...progress, dashboards }, code)
    const reportError = (error: GuestpassError, dashboards?: readonly string[]) =>
      report(() =>
        (statusOf(error) < 500 ? reports.refused : reports.failed)(
          error,
          eventFor(error.code, dashboards),
          incoming,
        ),
      )
    const onMissing = (error: MissingDashboards) =>
      report(() => reports.failed(error, eventFor(error.code, error.dashboards)))
    try {
      if (isLinkRequest(incoming)) return await replyWithLink(incoming, limits)
      const asked = await steps.parse(incoming)
      progress.dashboards = asked.dashboards

      const grant = await steps.authorize(request)
      progress.viewer = grant.viewer
      checkViewer(asked, grant)
      if (asked.isFresh) steps.limitFresh(grant.viewer)
      if (asked.shared) return replyWithPermalink(await steps.share(grant, asked.shared, signal))
      if (asked.queries) {
        const outcomes = await steps.answerRows(grant, asked.queries, { signal, onMissing })
        for (const outcome of outcomes) if (outcome instanceof GuestpassError) reportError(outcome)
        return replyWithRows(outcomes)
      }

      const { shares, notGranted } = steps.plan(grant, asked.dashboards)
      const minted = await steps.mint(shares, { isFresh: asked.isFresh, signal, onMissing })
      for (const result of minted) if ('error' in result) reportError(result.error, result.dashboards)

      const answered = new Set(minted.flatMap(({ dashboards }) => dashboards))
      const denied = asked.dashboards.filter((id) => !answered.has(id))
      if (denied.length > 0) {
        report(() => reports.denied(notGranted, eventFor('denied', denied)))
      }
      return replyWithTokens(minted, denied)
    } catch (cause) {
      const error = asGuestpassError(cause)
      if (!(error instanceof ClientLeft)) reportError(error)
      return replyWithError(error)
    }
  }
}

/** Checks the options once, and returns the steps of the route as functions of a request. */
function prepareSteps<G extends ViewerGrant, Request>(
  options: GuestTokensOptions<G, Request>,
  limits: BodyLimits,
) {
  const { authorize, allowedOrigins = [], cache } = options ?? {}
  if (typeof authorize !== 'function') {
    throw new GuestpassError('option-invalid', 'authorize is missing. Pass (request) => grant, or null.')
  }
  const issuer = asCombined(options.issuer)
  const isAllowedOrigin = createOriginCheck(allowedOrigins)
  const reports = createReports(options)
  const tokenCache =
    cache && createTokenCache(cache, (error) => reports.failed(error, eventOf(startProgress(), error.code)))
  const limitPermalinks = createFreshLimit()
  const mint = createMint(tokenCache, reports)
  return {
    reports,
    parse: (incoming: IncomingRequest) => parseRequest(incoming, isAllowedOrigin, limits),
    authorize: (request: Request) => authorizeViewer(() => authorize(request), issuer),
    limitFresh: createFreshLimit(),
    plan: (grant: G, requested: readonly string[]) => planMints(issuer, grant, requested),
    mint,
    answerRows: createAnswerRows(issuer, options, mint),
    share(grant: G, view: SharedView, signal: AbortSignal) {
      limitPermalinks(grant.viewer)
      return createPermalink(issuer, grant, view, signal)
    },
  }
}
