import type { Page, Request, Response } from 'playwright'
import { GuestpassError, type GuestpassErrorCode, type Retry } from '../core/errors'
import type { EmbeddedDashboard } from '../vanilla'
import { SnapshotError } from './snapshot-error'

/** What the app's page reports about its dashboard. */
type Report =
  | { readonly type: 'ready' }
  | {
      readonly type: 'error' | 'warning'
      readonly code: GuestpassErrorCode
      readonly sentence: string
      readonly retry: Retry
    }

/** What the app's page calls to report. */
const BINDING = 'guestpassSnapshotReport'
/** The dashboard in the app's page. */
const DASHBOARD = 'guestpassSnapshotDashboard'

/**
 * Opens the app's page and embeds the dashboard in it, with the vanilla client of this package. Resolves when the dashboard
 * is ready. Warnings count as errors, because a picture with other filters, or in another theme, is a wrong picture.
 *
 * @param hooks `onProblem` is called with errors after which the client goes on by itself
 */
export async function showDashboard(
  page: Page,
  { address, options }: { readonly address: string; readonly options: object },
  hooks: { readonly onError: (error: Error) => void; readonly onProblem: (sentence: string) => void },
): Promise<void> {
  watchAnswers(page, hooks.onError)
  let markReady = () => {}
  const ready = new Promise<void>((resolve) => {
    markReady = resolve
  })
  function receive(report: Report): void {
    if (report.type === 'ready') markReady()
    else if (report.type === 'error' && report.retry === 'automatic') hooks.onProblem(report.sentence)
    else hooks.onError(new GuestpassError(report.code, report.sentence))
  }
  // The binding exists in each frame, and only the app's page may report.
  await page.exposeBinding(BINDING, ({ frame }, report: Report) => {
    if (frame === page.mainFrame()) receive(report)
  })
  await page.goto(address)
  await page.evaluate(embedInPage, { options, binding: BINDING, name: DASHBOARD })
  await ready
}

/** The tabs of a ready dashboard that are open. */
export function readOpenTabs(page: Page): Promise<readonly string[]> {
  return page.evaluate(async (name) => {
    const { [name]: dashboard } = globalThis as unknown as Record<string, EmbeddedDashboard>
    return dashboard?.getActiveTabs() ?? []
  }, DASHBOARD)
}

interface EmbedInPage {
  readonly options: object
  readonly binding: string
  readonly name: string
}

/** Runs in the app's page. It must not use anything outside of itself. */
function embedInPage({ options, binding, name }: EmbedInPage): void {
  const { guestpass, [binding]: report } = globalThis as unknown as {
    readonly guestpass: { embedDashboard(options: object): Promise<unknown> }
    readonly [binding: string]: unknown
  }
  const send = (type: string, { code, sentence, retry }: Partial<GuestpassError> = {}) =>
    (report as (report: object) => void)({ type, code, sentence, retry })
  guestpass
    .embedDashboard({
      ...options,
      mountPoint: document.getElementById('dashboard'),
      tokenUrl: `${location.pathname}guest-token`,
      onReady: () => send('ready'),
      onError: (error: GuestpassError) => send('error', error),
      onWarning: (error: GuestpassError) => send('warning', error),
    })
    .then(
      (dashboard) => Object.assign(globalThis, { [name]: dashboard }),
      (error: GuestpassError) => send('error', error),
    )
}

/**
 * Fails when Superset refuses the document of the frame, or the token. The app's page cannot see either, and would wait.
 * Superset answers 404 for an unknown embed id and 403 for a page that is not an allowed domain. Chromium blocks a document
 * whose `frame-ancestors` do not list the page. The embedded page asks for its roles first, with the token.
 */
function watchAnswers(page: Page, onError: (error: Error) => void): void {
  const isFrameDocument = (request: Request) =>
    request.isNavigationRequest() && request.frame().parentFrame() === page.mainFrame()
  page.on('response', (response: Response) => {
    const [status, request] = [response.status(), response.request()]
    if (status >= 400 && isFrameDocument(request)) {
      const hint = HINTS[status] ?? 'Check that Superset works at this address.'
      onError(new SnapshotError('snapshot-failed', `Superset answered ${status}. ${hint}`))
    }
    if (status === 401 && /\/api\/v1\/me\/roles\/?$/.test(new URL(request.url()).pathname))
      onError(new GuestpassError('token-refused', TOKEN_REFUSED))
  })
  page.on('requestfailed', (request: Request) => {
    if (!isFrameDocument(request)) return
    const reason = request.failure()?.errorText ?? 'unknown'
    const hint = /BLOCKED_BY/.test(reason)
      ? 'Set appOrigin to an origin that the frame-ancestors of Superset list.'
      : 'Check that this computer reaches Superset at the url of the issuer.'
    onError(new SnapshotError('snapshot-failed', `The dashboard did not load (${reason}). ${hint}`))
  })
}

const HINTS: Readonly<Record<number, string>> = {
  403: 'Set appOrigin to one of the allowed domains of the dashboard.',
  404: 'Check that the embed id is right, and that EMBEDDED_SUPERSET is on.',
}

const TOKEN_REFUSED =
  'Superset refused the guest token. Check the secret and the audience of the issuer, and the clocks of both servers.'
