import type { Meta, StoryObj } from '@storybook/react-vite'
import { useGuestToken } from 'guestpass'
import { expect, within } from 'storybook/test'
import { denied, FakeApp, never, refusal, slowly, type TokenAnswer, token } from './fake-token-route'

/** What `useGuestToken` tells an app that embeds by itself, or shows how its tokens fare. */
function TokenStatus({ id }: { readonly id: string }) {
  const { phase, error, refresh, getToken } = useGuestToken(id)
  return (
    <>
      <p>
        Phase: <strong>{phase}</strong>
      </p>
      <p>{getToken() ? 'There is a token to send.' : 'There is no token to send.'}</p>
      {error && (
        <p>
          {error.code}: {error.message}
        </p>
      )}
      <button type="button" onClick={refresh}>
        Ask for a new token
      </button>
    </>
  )
}

const meta = {
  title: 'useGuestToken',
  component: TokenStatus,
  args: { id: 'sales.html' },
  beforeEach: keepTime,
  decorators: [
    (Story, { id, parameters }) => (
      <FakeApp tokenUrl={`/${id}/guest-token`} answers={parameters['answers'] as readonly TokenAnswer[]}>
        <Story />
      </FakeApp>
    ),
  ],
} satisfies Meta<typeof TokenStatus>

export default meta

type Story = StoryObj<typeof meta>

const LIFETIME_SECONDS = 300

const SIGNED_OUT = refusal(401, 'session-ended', 'You are signed out.')

/** A token, and no newer one ever. */
const ONE_TOKEN = [token({ expiresIn: LIFETIME_SECONDS }), never]

export const Missing: Story = {
  parameters: { answers: [never] },
  play: ({ canvasElement }) => expectPhase(canvasElement, 'missing', false),
}

export const Fresh: Story = {
  parameters: { answers: [token()] },
  play: ({ canvasElement }) => expectPhase(canvasElement, 'fresh', true),
}

/** Within the last minute of the token's life a newer one is asked for, and this one still does. */
export const Due: Story = {
  parameters: { answers: ONE_TOKEN },
  play: async ({ canvasElement }) => {
    await expectPhase(canvasElement, 'fresh', true)
    nap(LIFETIME_SECONDS - 30)
    await expectPhase(canvasElement, 'due', true)
  },
}

export const Expired: Story = {
  parameters: { answers: ONE_TOKEN },
  play: async ({ canvasElement }) => {
    await expectPhase(canvasElement, 'fresh', true)
    nap(LIFETIME_SECONDS + 1)
    await expectPhase(canvasElement, 'expired', false)
  },
}

/** After a nap longer than the token's life, the first thing that happens is a new one. */
export const Renewed: Story = {
  parameters: { answers: [token({ expiresIn: LIFETIME_SECONDS }), slowly(token())] },
  play: async ({ canvasElement }) => {
    await expectPhase(canvasElement, 'fresh', true)
    nap(LIFETIME_SECONDS + 1)
    await expectPhase(canvasElement, 'expired', false)
    await expectPhase(canvasElement, 'fresh', true)
  },
}

export const Denied: Story = {
  parameters: { answers: [denied] },
  play: async ({ canvasElement }) => {
    await expectPhase(canvasElement, 'denied', false)
    await within(canvasElement).findByText('denied: You may not see this dashboard.')
  },
}

export const SessionEnded: Story = {
  parameters: { answers: [SIGNED_OUT] },
  play: async ({ canvasElement }) => {
    await expectPhase(canvasElement, 'denied', false)
    await within(canvasElement).findByText('session-ended: You are signed out.')
  },
}

/** Nothing is asked for after the end of a session, until the app says that there is a new one. */
export const SignedInAgain: Story = {
  parameters: { answers: [SIGNED_OUT, token()] },
  play: async ({ canvasElement, userEvent }) => {
    await expectPhase(canvasElement, 'denied', false)
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Ask for a new token' }))
    await expectPhase(canvasElement, 'fresh', true)
  },
}

/** The route is down: there is no token yet, and it is asked again. */
export const Unavailable: Story = {
  parameters: { answers: [refusal(503, 'issuer-unavailable', 'The dashboard server does not answer.')] },
  play: async ({ canvasElement }) => {
    await within(canvasElement).findByText(/issuer-unavailable/)
    await expectPhase(canvasElement, 'missing', false)
  },
}

async function expectPhase(canvas: HTMLElement, phase: string, hasToken: boolean): Promise<void> {
  await expect(await within(canvas).findByText(phase)).toBeVisible()
  await within(canvas).findByText(hasToken ? 'There is a token to send.' : 'There is no token to send.')
}

/**
 * The machine sleeps: its clock has moved on when the page hears that it is awake. By hand, because Storybook's
 * own spies ask Date.now for the time of every call.
 */
function nap(seconds: number): void {
  const now = Date.now
  Date.now = () => now() + seconds * 1_000
  window.dispatchEvent(new Event('pageshow'))
}

function keepTime(): () => void {
  const now = Date.now
  return () => {
    Date.now = now
  }
}
