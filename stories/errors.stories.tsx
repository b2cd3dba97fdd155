import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard, type GuestpassErrorCode } from 'guestpass'
import type { FakeSuperset } from 'guestpass/testing'
import { expect, fn, waitFor, within } from 'storybook/test'
import { rowOf } from './error-table'
import { codesOf, expectAlert } from './seen'
import { SKIPS_TIME, skipUntil } from './skip-time'

const meta = {
  title: 'Errors/Each error',
  component: EmbeddedDashboard,
  args: { id: 'sales', height: 320, onError: fn() },
  // The page `Errors/Overview` is their document.
  tags: ['!autodocs'],
} satisfies Meta<typeof EmbeddedDashboard>

export default meta

type Story = StoryObj<typeof meta>

/** Nobody is signed in. */
export const SessionEnded: Story = {
  name: 'Session ended',
  ...story('session-ended', 'ended', ({ route }) => route.signOut()),
}

/** The viewer is signed in, and may not see this dashboard. */
export const Denied: Story = {
  name: 'Denied',
  ...story('denied', 'ended', ({ route }) => route.deny('sales')),
}

/** Another viewer has signed in since the page was loaded, in another tab. */
export const ViewerMismatch: Story = { name: 'Viewer mismatch', ...refused('viewer-mismatch', 409) }

/** The page is on another site than the app's server, and the server does not list it in `allowedOrigins`. */
export const CrossSiteRefused: Story = { name: 'Cross-site refused', ...refused('cross-site-refused', 403) }

/** The token route cannot read the request. */
export const RequestInvalid: Story = { name: 'Request invalid', ...refused('request-invalid', 400) }

/** The request reached the token route with another method than POST. */
export const MethodNotAllowed: Story = { name: 'Method not allowed', ...refused('method-not-allowed', 405) }

/** The body of the request is larger than the token route reads. */
export const PayloadTooLarge: Story = { name: 'Payload too large', ...refused('payload-too-large', 413) }

/** The body of the request is not JSON. */
export const UnsupportedMediaType: Story = {
  name: 'Unsupported media type',
  ...refused('unsupported-media-type', 415),
}

/** The body of the request did not arrive in time. The page tries again by itself. */
export const RequestTimeout: Story = { name: 'Request timeout', ...retried('request-timeout', 408) }

/** The viewer requested too many new tokens. The page tries again by itself. */
export const RateLimited: Story = { name: 'Rate limited', ...retried('rate-limited', 429) }

/** The app's `authorize` threw an error. */
export const AuthorizeFailed: Story = { name: 'Authorize failed', ...retried('authorize-failed', 500) }

/** The grant that `authorize` returned is wrong. */
export const GrantInvalid: Story = { name: 'Grant invalid', ...retried('grant-invalid', 500) }

/** Superset refuses the app's server. */
export const IssuerRefused: Story = { name: 'Issuer refused', ...retried('issuer-refused', 502) }

/** Superset does not answer the app's server. */
export const IssuerUnavailable: Story = { name: 'Issuer unavailable', ...retried('issuer-unavailable', 503) }

/** The app's server does not answer. */
export const RouteUnreachable: Story = {
  name: 'Route unreachable',
  ...story('route-unreachable', 'connecting', ({ route }) => route.cut()),
}

/** The answer does not come from the token route. It is a login page here. */
export const ReplyInvalid: Story = {
  name: 'Reply invalid',
  ...replied('reply-invalid', 'connecting', '<!doctype html><title>Log in</title>'),
}

/** The answer does not contain a token. */
export const TokenUndecodable: Story = {
  name: 'Token undecodable',
  ...replied('token-undecodable', 'ended', { token: 'hello' }),
}

/** The token expires too soon to be renewed in time. */
export const LifetimeTooShort: Story = {
  name: 'Lifetime too short',
  ...replied('lifetime-too-short', 'ended', { token: 'a.b.c', expiresIn: 5 }),
}

/** The token is for a kind of dashboards that this version does not know. */
export const NotSupported: Story = {
  name: 'Not supported',
  ...replied('not-supported', 'ended', {
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
  }),
}

/** Superset refused the token, and also the second token that the page requested by itself. */
export const TokenRefused: Story = {
  name: 'Token refused',
  ...late('token-refused', (superset) => superset.dashboard('sales').refuse()),
}

/** The page stayed white. Most often the browser blocks its storage, because it is on another site than the app. */
export const Blank: Story = {
  name: 'Blank',
  ...late('blank', (superset) => superset.dashboard('sales').goBlank()),
}

/** No dashboard answers at the address. The page tries again by itself. */
export const Unreachable: Story = {
  name: 'Unreachable',
  ...late('unreachable', (superset) => superset.dashboard('sales').fallSilent()),
}

/** Nothing was shown within 15 s. The dashboard is still shown when it comes later. */
export const TimedOut: Story = {
  name: 'Timed out',
  ...late('timed-out', (superset) => superset.dashboard('sales').keepLoading()),
}

/** The app's own Content-Security-Policy blocks the frame. */
export const BlockedByCsp: Story = {
  name: 'Blocked by CSP',
  ...story('blocked-by-csp', 'failed', (superset) => superset.dashboard('sales').fallSilent()),
  play: async ({ canvasElement, args }) => {
    await waitFor(() => expect(canvasElement.querySelector('iframe')).not.toBeNull())
    // The event that a browser sends. A real policy could not be removed from the page again.
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
    await expectAlert(canvasElement, {
      state: 'failed',
      code: 'blocked-by-csp',
      words: rowOf('blocked-by-csp').sentence,
    })
    await expect(codesOf(args.onError)).toEqual(['blocked-by-csp'])
  },
}

/** An option is wrong. Here Superset's address has no scheme. */
export const OptionInvalid: Story = {
  name: 'Option invalid',
  ...story('option-invalid', 'ended', () => {}),
  args: { supersetDomain: 'bi.example.com' },
}

/** The story of a code. Its play compares what it sees with the row of the overview. */
function story(code: GuestpassErrorCode, state: string, arrange: (superset: FakeSuperset) => void): Story {
  return {
    parameters: { arrange },
    play: async ({ canvasElement, args, userEvent }) => {
      const { sentence, details } = rowOf(code)
      const alert = await expectAlert(canvasElement, { state, code, words: sentence })
      await expect(codesOf(args.onError)).toEqual([code])
      const summary = within(alert).queryByText('Details')
      await expect(summary?.textContent).toBe(details)
      // Opened, closed and left, so that the story shows what a viewer sees.
      if (!summary) return
      await userEvent.click(summary)
      await expect(alert.querySelector('details')).toHaveAttribute('open')
      await expect(within(alert).getByText(code)).toBeVisible()
      await userEvent.click(summary)
      summary.blur()
    },
  }
}

/** The story of a code that comes only after some seconds, which its play skips. */
function late(code: GuestpassErrorCode, arrange: (superset: FakeSuperset) => void): Story {
  const { play, ...rest } = story(code, 'failed', arrange)
  return {
    ...rest,
    ...SKIPS_TIME,
    play: async (context) => {
      const { canvasElement, loaded } = context
      const dashboard = (loaded['superset'] as FakeSuperset).dashboard('sales')
      await waitFor(() => expect(dashboard.documents).toHaveLength(1))
      await skipUntil(() => within(canvasElement).queryByRole('alert') !== null)
      await play?.(context)
    },
  }
}

/** The app's server refuses, and another request would change nothing. */
function refused(code: GuestpassErrorCode, status: number): Story {
  return story(code, 'ended', ({ route }) => route.fail(status, code))
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
