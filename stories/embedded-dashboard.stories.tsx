import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard, type EmbeddedDashboardProps } from 'guestpass'
import type { CSSProperties } from 'react'
import { expect, fn, type Mock, waitFor, within } from 'storybook/test'
import { EMBED_IDS } from './fake-superset/embed-ids'
import { FAKE_SUPERSET } from './fake-superset/fake-superset'
import { denied, FakeApp, never, refusal, type TokenAnswer, token } from './fake-token-route'

const meta = {
  title: 'EmbeddedDashboard',
  component: EmbeddedDashboard,
  args: { id: 'sales.html', height: 460, onReady: fn(), onError: fn(), onSessionEnded: fn() },
  argTypes: { id: { control: 'select', options: EMBED_IDS }, height: { control: 'number' } },
  parameters: {
    answers: [token()],
    docs: {
      description: {
        // In place of the doc comment, whose example the page would read as HTML.
        component:
          'A dashboard, with its token fetched from the app’s token route and renewed for as long as it is mounted. Every state it can be in is one story here; token route and Superset are fakes in this page.',
      },
    },
  },
  decorators: [
    (Story, { id, parameters }) => (
      // A token route of its own, so that no story has another one's tokens.
      <FakeApp tokenUrl={`/${id}/guest-token`} answers={parameters['answers'] as readonly TokenAnswer[]}>
        <div style={parameters['around'] as CSSProperties}>
          <Story />
        </div>
      </FakeApp>
    ),
  ],
} satisfies Meta<typeof EmbeddedDashboard>

export default meta

type Story = StoryObj<typeof meta>

export const Ready: Story = {
  play: async ({ canvasElement, args }) => {
    await expectDashboard(canvasElement)
    await waitFor(() => expect(args.onReady).toHaveBeenCalledOnce())
    await expect(args.onError).not.toHaveBeenCalled()
  },
}

/** The page in the frame has not answered yet: for 15 s it may still be loading. */
export const Connecting: Story = {
  args: { id: 'silent.html', supersetDomain: FAKE_SUPERSET },
  play: async ({ canvasElement }) => {
    await expectState(canvasElement, 'connecting')
    await within(canvasElement).findByText('Loading the dashboard…')
    await expect(rootOf(canvasElement)).toHaveAttribute('aria-busy', 'true')
  },
}

/** The page is there, and the token route takes its time. */
export const WaitingForTheToken: Story = {
  args: { supersetDomain: FAKE_SUPERSET },
  parameters: { answers: [never] },
  play: async ({ canvasElement }) => {
    await expectState(canvasElement, 'waiting')
    await within(canvasElement).findByText('Loading the dashboard…')
  },
}

/** The app's own words or picture while there is nothing to see yet. */
export const OwnFallback: Story = {
  args: { fallback: <strong>One moment, your sales are being added up.</strong> },
  parameters: { answers: [never] },
  play: async ({ canvasElement }) => {
    await within(canvasElement).findByText(/being added up/)
  },
}

/** The token route answered 401. */
export const SessionEnded: Story = {
  parameters: {
    answers: [refusal(401, 'session-ended', 'You are signed out: sign in again to see this dashboard.')],
  },
  play: async ({ canvasElement, args }) => {
    await expectAlert(canvasElement, 'ended', /signed out/)
    await expect(codesOf(args.onError)).toEqual(['session-ended'])
    await expect(args.onSessionEnded).toHaveBeenCalledOnce()
    await expect(canvasElement.querySelector('iframe')).toBeNull()
  },
}

/** The viewer is signed in, and may not see this dashboard. */
export const Denied: Story = {
  parameters: { answers: [denied] },
  play: async ({ canvasElement, args }) => {
    await expectAlert(canvasElement, 'ended', /may not see/)
    await expect(codesOf(args.onError)).toEqual(['denied'])
    await expect(args.onSessionEnded).not.toHaveBeenCalled()
  },
}

const UNAVAILABLE = refusal(503, 'issuer-unavailable', 'The dashboard server does not answer. Trying again.')

/** Superset does not give the app a token. It is asked again, for as long as the component is mounted. */
export const IssuerUnavailable: Story = {
  parameters: { answers: [UNAVAILABLE] },
  play: async ({ canvasElement, args }) => {
    await expectAlert(canvasElement, 'connecting', /does not answer/)
    await expect(codesOf(args.onError)).toEqual(['issuer-unavailable'])
  },
}

/** It came back, and a person clicks in the hope of that. */
export const IssuerBack: Story = {
  parameters: { answers: [UNAVAILABLE, token()] },
  play: async ({ canvasElement, userEvent }) => {
    const alert = await within(canvasElement).findByRole('alert')
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(within(canvasElement).queryByRole('alert')).toBeNull())
    await expectDashboard(canvasElement)
  },
}

/** Superset got the token and did not take it, nor the second one that is tried by itself. */
export const TokenRefused: Story = {
  args: { id: 'refusing.html' },
  play: async ({ canvasElement, args }) => {
    await expectAlert(canvasElement, 'failed', /refused the token/)
    await expect(codesOf(args.onError)).toEqual(['token-refused'])
  },
}

/** The server says that Superset is at an address that is none: there is no scheme. */
export const OptionInvalid: Story = {
  parameters: { answers: [token({ domain: 'bi.example.com' })] },
  play: async ({ canvasElement, args }) => {
    await expectAlert(canvasElement, 'ended', /is no address/)
    await expect(codesOf(args.onError)).toEqual(['option-invalid'])
  },
}

/** `authorize` threw: the viewer hears that it is not about them, and the app's log says the rest. */
export const AppFailing: Story = {
  parameters: {
    answers: [refusal(500, 'authorize-failed', 'The app could not tell what you may see. Its log says why.')],
  },
  play: async ({ canvasElement, args }) => {
    await expectAlert(canvasElement, 'connecting', /could not tell/)
    await expect(codesOf(args.onError)).toEqual(['authorize-failed'])
  },
}

const DARK: CSSProperties = { colorScheme: 'dark', background: 'Canvas', color: 'CanvasText', padding: 16 }
const NARROW: CSSProperties = { width: 320 }

/** The component follows the `color-scheme` around it; the dashboard is told by its address. */
export const Dark: Story = {
  args: { dashboardUiConfig: { urlParams: { themeMode: 'dark' } } },
  parameters: { around: DARK },
  play: ({ canvasElement }) => expectDashboard(canvasElement),
}

export const DarkWaiting: Story = {
  parameters: { around: DARK, answers: [never] },
  play: async ({ canvasElement }) => {
    await within(canvasElement).findByText('Loading the dashboard…')
  },
}

export const DarkError: Story = {
  ...SessionEnded,
  parameters: { ...SessionEnded.parameters, around: DARK },
}

export const Narrow: Story = {
  parameters: { around: NARROW },
  play: async ({ canvasElement }) => {
    await expectDashboard(canvasElement)
    await expect(canvasElement.querySelector('iframe')?.offsetWidth).toBe(NARROW.width)
  },
}

/** A long sentence in a small box. */
export const NarrowError: Story = {
  ...OptionInvalid,
  args: { height: 200 },
  parameters: { ...OptionInvalid.parameters, around: NARROW },
}

/** The component's own element, which says its state. */
function rootOf(canvas: HTMLElement): HTMLElement {
  return canvas.querySelector('[data-state]') as HTMLElement
}

async function expectState(canvas: HTMLElement, state: string): Promise<void> {
  await waitFor(() => expect(rootOf(canvas)).toHaveAttribute('data-state', state), PATIENCE)
}

/** The charts are seen: the frame draws them, and nothing covers it. */
async function expectDashboard(canvas: HTMLElement): Promise<void> {
  await expectState(canvas, 'ready')
  await expect(rootOf(canvas)).toHaveAttribute('aria-busy', 'false')
  await expect(canvas.querySelector('[data-part=fallback], [data-part=error]')).toBeNull()
  const frame = within(canvas).getByTitle<HTMLIFrameElement>('Embedded dashboard')
  const page = frame.contentDocument as Document
  await expect(within(page.body).getByText('$ 10.0M')).toBeVisible()
}

async function expectAlert(canvas: HTMLElement, state: string, words: RegExp): Promise<void> {
  const alert = await within(canvas).findByRole('alert', {}, PATIENCE)
  await expect(alert).toHaveTextContent(words)
  await expect(within(alert).getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(rootOf(canvas)).toHaveAttribute('aria-busy', 'false')
  await expectState(canvas, state)
}

/** A second token is asked for 5 s after the first at the earliest. */
const PATIENCE = { timeout: 12_000 }

function codesOf(onError: unknown): readonly string[] {
  return (onError as Mock<NonNullable<EmbeddedDashboardProps['onError']>>).mock.calls.map(
    ([{ code }]) => code,
  )
}
