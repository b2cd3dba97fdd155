import type { Meta, StoryObj } from '@storybook/react-vite'
import { useGuestToken } from 'guestpass'
import type { FakeSuperset } from 'guestpass/testing'
import { expect, within } from 'storybook/test'
import { supersetOf } from './seen'

interface TokenStatusProps {
  /** The embed id of the dashboard that the token is for. */
  readonly id: string
}

/** The state of the token, as the hook returns it to an app that shows it. */
function TokenStatus({ id }: TokenStatusProps) {
  const { phase, error, refresh, getToken } = useGuestToken(id)
  return (
    <div style={{ display: 'grid', gap: 8, justifyItems: 'start' }}>
      <span>
        Phase: <strong>{phase}</strong>
      </span>
      <span>{getToken() ? 'A token can be sent.' : 'No token can be sent.'}</span>
      {error && <span>Error: {error.code}</span>}
      <button type="button" onClick={refresh} style={{ font: 'inherit', padding: '4px 12px' }}>
        Ask for a new token
      </button>
    </div>
  )
}

const meta = {
  title: 'Hooks/useGuestToken',
  component: TokenStatus,
  args: { id: 'sales' },
  beforeEach: keepTime,
} satisfies Meta<typeof TokenStatus>

export default meta

type Story = StoryObj<typeof meta>

const LIFETIME_SECONDS = 300

/** The app's server has not answered yet, so the token is missing. */
export const Missing: Story = {
  name: 'Missing',
  parameters: { arrange: ({ route }: FakeSuperset) => route.hang() },
  play: ({ canvasElement }) => expectPhase(canvasElement, 'missing', false),
}

export const Fresh: Story = {
  name: 'Fresh',
  play: ({ canvasElement }) => expectPhase(canvasElement, 'fresh', true),
}

/** In the last minute of the token's life a newer token is requested. The old token can still be used. */
export const Due: Story = {
  name: 'Due',
  play: async ({ canvasElement, loaded }) => {
    await expectPhase(canvasElement, 'fresh', true)
    supersetOf(loaded).route.hang()
    nap(LIFETIME_SECONDS - 30)
    await expectPhase(canvasElement, 'due', true)
  },
}

export const Expired: Story = {
  name: 'Expired',
  play: async ({ canvasElement, loaded }) => {
    await expectPhase(canvasElement, 'fresh', true)
    supersetOf(loaded).route.hang()
    nap(LIFETIME_SECONDS + 1)
    await expectPhase(canvasElement, 'expired', false)
  },
}

/** After a sleep that is longer than the token's life, a new token is requested first. */
export const Renewed: Story = {
  name: 'Renewed',
  play: async ({ canvasElement, loaded }) => {
    const { route } = supersetOf(loaded)
    await expectPhase(canvasElement, 'fresh', true)
    route.hang()
    nap(LIFETIME_SECONDS + 1)
    await expectPhase(canvasElement, 'expired', false)
    route.recover()
    await expectPhase(canvasElement, 'fresh', true)
  },
}

/** The viewer may not see this dashboard. */
export const Denied: Story = {
  name: 'Denied',
  parameters: { arrange: ({ route }: FakeSuperset) => route.deny('sales') },
  play: async ({ canvasElement }) => {
    await expectPhase(canvasElement, 'denied', false)
    await within(canvasElement).findByText('Error: denied')
  },
}

/** Nobody is signed in any more. */
export const SessionEnded: Story = {
  name: 'Session ended',
  parameters: { arrange: ({ route }: FakeSuperset) => route.signOut() },
  play: async ({ canvasElement }) => {
    await expectPhase(canvasElement, 'denied', false)
    await within(canvasElement).findByText('Error: session-ended')
  },
}

/** After the end of a session nothing is requested, until the app calls `refresh()`. */
export const SignedInAgain: Story = {
  name: 'Signed in again',
  ...SessionEnded,
  play: async ({ canvasElement, loaded, userEvent }) => {
    await expectPhase(canvasElement, 'denied', false)
    supersetOf(loaded).route.signIn('ana')
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Ask for a new token' }))
    await expectPhase(canvasElement, 'fresh', true)
  },
}

/** The app's server is down: the token is missing, and it is requested again. */
export const Unavailable: Story = {
  name: 'Unavailable',
  parameters: { arrange: ({ route }: FakeSuperset) => route.fail(503, 'issuer-unavailable') },
  play: async ({ canvasElement }) => {
    await within(canvasElement).findByText('Error: issuer-unavailable')
    await expectPhase(canvasElement, 'missing', false)
  },
}

async function expectPhase(canvas: HTMLElement, phase: string, hasToken: boolean): Promise<void> {
  await expect(await within(canvas).findByText(phase, {}, { timeout: 10_000 })).toBeVisible()
  await within(canvas).findByText(hasToken ? 'A token can be sent.' : 'No token can be sent.')
}

/**
 * The machine sleeps: its clock has moved on when the page receives `pageshow`. By hand, because Storybook's
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
