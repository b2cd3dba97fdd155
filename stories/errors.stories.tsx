import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard, type GuestpassErrorCode } from 'guestpass'
import type { FakeSuperset } from 'guestpass/testing'
import { expect, fn, waitFor, within } from 'storybook/test'
import { codesOf, expectAlert } from './seen'

/** The sentence for what a viewer can do nothing about. */
const NOT_NOW = /^The dashboard cannot be shown right now\.$/

const meta = {
  title: 'Errors',
  component: EmbeddedDashboard,
  args: { id: 'sales', height: 320, onError: fn() },
  parameters: {
    docs: {
      description: {
        component:
          'What a viewer reads for each error code, and what the app hears. The sentence is for the viewer; what exactly is wrong is folded away under “Details”, for whoever is asked for help. Both are the app’s to replace: `messages.errors[code]`, `messages.details`, or all of it with `errorFallback` and `endedFallback`.',
      },
    },
  },
} satisfies Meta<typeof EmbeddedDashboard>

export default meta

type Story = StoryObj<typeof meta>

/** Nobody is signed in. */
export const SessionEnded = story('session-ended', 'ended', ({ route }) => route.signOut(), /signed out/)

/** The viewer is signed in, and may not see this dashboard. */
export const Denied = story('denied', 'ended', ({ route }) => route.deny('sales'), /You may not see/)

/** Somebody else has signed in since the page was loaded, in another tab. */
export const ViewerMismatch = refused('viewer-mismatch', 409, /Somebody else is signed in/)

/** The page is on another site than the app's server, which was not told of it. */
export const CrossSiteRefused = refused('cross-site-refused', 403)

export const RequestInvalid = refused('request-invalid', 400)

export const MethodNotAllowed = refused('method-not-allowed', 405)

export const PayloadTooLarge = refused('payload-too-large', 413)

export const UnsupportedMediaType = refused('unsupported-media-type', 415)

/** The body of the request did not arrive in time. The page tries again by itself. */
export const RequestTimeout = retried('request-timeout', 408)

/** Too many new tokens for one viewer; asked again by itself. */
export const RateLimited = retried('rate-limited', 429)

/** The app could not tell what the viewer may see. */
export const AuthorizeFailed = retried('authorize-failed', 500)

/** The app was wrong about what the viewer may see. */
export const GrantInvalid = retried('grant-invalid', 500)

/** Superset does not let the app's server in. */
export const IssuerRefused = retried('issuer-refused', 502)

/** Superset does not answer the app's server. */
export const IssuerUnavailable = retried('issuer-unavailable', 503)

/** The app's server does not answer. */
export const RouteUnreachable = story('route-unreachable', 'connecting', ({ route }) => route.cut())

/** What answers is not the app's token route: a login page, or a proxy's. */
export const ReplyInvalid = replied('reply-invalid', 'connecting', '<!doctype html><title>Log in</title>')

/** It is no token that came. */
export const TokenUndecodable = replied('token-undecodable', 'ended', { token: 'hello' })

/** The token lives too short to be renewed in time. */
export const LifetimeTooShort = replied('lifetime-too-short', 'ended', { token: 'a.b.c', expiresIn: 5 })

/** The token is for another kind of dashboards than this version knows. */
export const NotSupported = replied('not-supported', 'ended', {
  tokens: [
    {
      token: 'a.b.c',
      expiresIn: 300,
      platform: 'other',
      domain: 'https://bi.example.com',
      dashboards: ['sales'],
    },
  ],
  denied: [],
})

/** Superset did not take the token, nor the second one that is tried by itself. */
export const TokenRefused = story('token-refused', 'failed', (superset) =>
  superset.dashboard('sales').refuse(),
)

/** The page stayed white: mostly because the browser blocks its storage, on another site than the app's. */
export const Blank = story(
  'blank',
  'failed',
  (superset) => superset.dashboard('sales').goBlank(),
  /stays blank/,
)

/** No dashboard answers where it should be; looked for again by itself. */
export const Unreachable = story('unreachable', 'failed', (superset) =>
  superset.dashboard('sales').fallSilent(),
)

/** Nothing was shown within 15 s. A dashboard that comes late is shown all the same. */
export const TimedOut = story(
  'timed-out',
  'failed',
  (superset) => superset.dashboard('sales').keepLoading(),
  /longer than usual/,
)

/** The app's own security policy keeps the frame from loading. */
export const BlockedByCsp: Story = {
  ...story('blocked-by-csp', 'failed', (superset) => superset.dashboard('sales').fallSilent()),
  play: async ({ canvasElement, args }) => {
    await waitFor(() => expect(canvasElement.querySelector('iframe')).not.toBeNull())
    // As a browser tells it; a policy cannot be taken back from a page.
    document.dispatchEvent(
      new SecurityPolicyViolationEvent('securitypolicyviolation', {
        disposition: 'enforce',
        effectiveDirective: 'frame-src',
        blockedURI: location.origin,
        documentURI: location.href,
        originalPolicy: "frame-src 'none'",
        violatedDirective: 'frame-src',
        statusCode: 200,
      }),
    )
    await expectAlert(canvasElement, { state: 'failed', code: 'blocked-by-csp', words: NOT_NOW })
    await expect(codesOf(args.onError)).toEqual(['blocked-by-csp'])
  },
}

/** An option is wrong: here Superset's address has no scheme. */
export const OptionInvalid: Story = {
  ...story('option-invalid', 'ended', () => {}),
  args: { supersetDomain: 'bi.example.com' },
}

function story(
  code: GuestpassErrorCode,
  state: string,
  arrange: (superset: FakeSuperset) => void,
  words = NOT_NOW,
): Story {
  return {
    parameters: { arrange },
    play: async ({ canvasElement, args, userEvent }) => {
      const alert = await expectAlert(canvasElement, { state, code, words })
      await expect(codesOf(args.onError)).toEqual([code])
      const details = within(alert).queryByText('Details')
      await expect(details === null).toBe(['session-ended', 'viewer-mismatch'].includes(code))
      // Open and shut again, and left, so that the story shows what a viewer sees.
      if (!details) return
      await userEvent.click(details)
      await expect(alert.querySelector('details')).toHaveAttribute('open')
      await expect(within(alert).getByText(code)).toBeVisible()
      await userEvent.click(details)
      details.blur()
    },
  }
}

/** The app's server refuses, and asking again would change nothing. */
function refused(code: GuestpassErrorCode, status: number, words = NOT_NOW): Story {
  return story(code, 'ended', ({ route }) => route.fail(status, code), words)
}

/** The app's server refuses for now. */
function retried(code: GuestpassErrorCode, status: number): Story {
  return story(code, 'connecting', ({ route }) => route.fail(status, code))
}

/** The app's server answers something else. */
function replied(code: GuestpassErrorCode, state: string, answer: unknown): Story {
  const fetch = async () => new Response(typeof answer === 'string' ? answer : JSON.stringify(answer))
  return { ...story(code, state, () => {}), parameters: { fetch } }
}
