import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard } from 'guestpass'
import type { FakeSuperset } from 'guestpass/testing'
import { expect, fn, waitFor, within } from 'storybook/test'
import { codesOf, expectAlert, expectDashboard, expectLoading, expectState, rootOf } from './seen'

const meta = {
  title: 'EmbeddedDashboard',
  component: EmbeddedDashboard,
  args: {
    id: 'sales',
    height: '480px',
    onReady: fn(),
    onError: fn(),
    onSessionEnded: fn(),
    onNativeFiltersChange: fn(),
  },
  argTypes: {
    height: { control: 'text' },
    fallback: { control: 'text' },
    errorFallback: { control: 'text' },
    endedFallback: { control: 'text' },
  },
  parameters: {
    docs: {
      description: {
        // In place of the doc comment, whose example the page would read as HTML.
        component:
          'A dashboard, with its token fetched from the app’s server and renewed for as long as it is mounted. Every state a person can see is a story here; the app’s server and Superset are fakes in this page.',
      },
    },
  },
} satisfies Meta<typeof EmbeddedDashboard>

export default meta

type Story = StoryObj<typeof meta>

const supersetOf = (loaded: Record<string, unknown>) => loaded['superset'] as FakeSuperset

/** The dashboard is there. */
export const Ready: Story = {
  play: async ({ canvasElement, args, loaded }) => {
    await expectDashboard(canvasElement, supersetOf(loaded))
    await waitFor(() => expect(args.onReady).toHaveBeenCalledOnce())
    await expect(args.onError).not.toHaveBeenCalled()
    await expect(within(canvasElement).getByRole('status')).toHaveTextContent('The dashboard is loaded.')
  },
}

/** The app's server has not answered yet, and so it is not known where the dashboard lives. */
export const Connecting: Story = {
  parameters: { arrange: ({ route }: FakeSuperset) => route.hang() },
  play: ({ canvasElement }) => expectLoading(canvasElement, 'connecting'),
}

/** The dashboard's page is there, and the app's server takes its time: a viewer sees no difference. */
export const WaitingForTheToken: Story = {
  parameters: { arrange: ({ route }: FakeSuperset) => route.hang() },
  render: (args, { loaded }) => (
    <EmbeddedDashboard {...(args as object)} id={args.id ?? ''} supersetDomain={supersetOf(loaded).domain} />
  ),
  play: ({ canvasElement }) => expectLoading(canvasElement, 'waiting'),
}

/** Superset has the token, and is still drawing. After 15 s a viewer is told that it takes long. */
export const Drawing: Story = {
  parameters: { arrange: (superset: FakeSuperset) => superset.dashboard('sales').keepLoading() },
  play: ({ canvasElement }) => expectLoading(canvasElement, 'token-sent'),
}

/** A token that lives 20 s is renewed after 10 s: nobody sees or hears anything of it. */
export const Renewing: Story = {
  parameters: { lifetimeSeconds: 20 },
  play: async ({ canvasElement, args, loaded }) => {
    const superset = supersetOf(loaded)
    await expectDashboard(canvasElement, superset)
    const frame = canvasElement.querySelector('iframe')
    await waitFor(() => expect(superset.dashboard('sales').tokensSent).toBe(2), { timeout: 15_000 })
    await expectDashboard(canvasElement, superset)
    await expect(canvasElement.querySelector('iframe')).toBe(frame)
    await expect(args.onReady).toHaveBeenCalledOnce()
  },
}

/** The dashboard's page has loaded again by itself; it gets its token again, and no new one is asked for. */
export const ReloadedPage: Story = {
  play: async ({ canvasElement, loaded }) => {
    const superset = supersetOf(loaded)
    await expectDashboard(canvasElement, superset)
    superset.dashboard('sales').reload()
    await waitFor(() => expect(rootOf(canvasElement)).not.toHaveAttribute('data-state', 'ready'))
    await expectDashboard(canvasElement, superset)
    await expect(superset.route.requests).toHaveLength(1)
  },
}

/** The network is gone before there was a dashboard. It is tried again every few seconds. */
export const Offline: Story = {
  parameters: { arrange: ({ route }: FakeSuperset) => route.cut() },
  play: async ({ canvasElement, args }) => {
    await expectAlert(canvasElement, {
      state: 'connecting',
      code: 'route-unreachable',
      words: /cannot be shown right now/,
    })
    await expect(codesOf(args.onError)).toEqual(['route-unreachable'])
  },
}

/** The network goes while the dashboard is there: it stays, and the app hears of it. */
export const OfflineMeanwhile: Story = {
  parameters: { lifetimeSeconds: 20 },
  play: async ({ canvasElement, args, loaded }) => {
    const superset = supersetOf(loaded)
    await expectDashboard(canvasElement, superset)
    const before = superset.route.requests.length
    superset.route.cut()
    await waitFor(() => expect(superset.route.requests.length).toBeGreaterThan(before), { timeout: 15_000 })
    await expectDashboard(canvasElement, superset)
    await expect(args.onReady).toHaveBeenCalledOnce()
  },
}

/** The network is back, and a person clicks in the hope of that. */
export const BackOnline: Story = {
  ...Offline,
  play: async ({ canvasElement, loaded, userEvent }) => {
    const superset = supersetOf(loaded)
    const alert = await within(canvasElement).findByRole('alert')
    superset.route.recover()
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
    await expectDashboard(canvasElement, superset)
    await expect(within(canvasElement).queryByRole('alert')).toBeNull()
  },
}

/** Nobody is signed in any more. The dashboard's page is gone, and nothing is asked for until somebody begins again. */
export const SessionEnded: Story = {
  parameters: { arrange: ({ route }: FakeSuperset) => route.signOut() },
  play: async ({ canvasElement, args }) => {
    await expectAlert(canvasElement, { state: 'ended', code: 'session-ended', words: /signed out/ })
    await expect(codesOf(args.onError)).toEqual(['session-ended'])
    await expect(args.onSessionEnded).toHaveBeenCalledOnce()
    await expect(canvasElement.querySelector('iframe')).toBeNull()
  },
}

/** `height="content"`: the frame is as high as the dashboard, and the page scrolls. */
export const VeryTall: Story = {
  args: { height: 'content' },
  parameters: { arrange: (superset: FakeSuperset) => superset.dashboard('sales').setHeight(2_600) },
  play: async ({ canvasElement, loaded }) => {
    await expectDashboard(canvasElement, supersetOf(loaded))
    await waitFor(() => expect(canvasElement.querySelector('iframe')?.offsetHeight).toBe(2_600))
  },
}

export const VeryNarrow: Story = {
  globals: { width: '320px' },
  play: async ({ canvasElement, loaded }) => {
    await expectDashboard(canvasElement, supersetOf(loaded))
    await expect(rootOf(canvasElement).offsetWidth).toBe(320)
  },
}

/** A sentence that is longer than its box is wide, in a box that is lower than it is high. */
export const VeryNarrowError: Story = {
  ...Offline,
  args: { height: '150px' },
  globals: { width: '320px' },
  play: async ({ canvasElement }) => {
    const alert = await within(canvasElement).findByRole('alert')
    await expect(alert.scrollWidth).toBe(alert.clientWidth)
  },
}

/** The component follows the `color-scheme` around it; the dashboard is told by `themeMode`. */
export const Dark: Story = {
  args: { themeMode: 'dark' },
  globals: { scheme: 'dark' },
  play: async ({ canvasElement, loaded }) => {
    const superset = supersetOf(loaded)
    await expectDashboard(canvasElement, superset)
    await expect(superset.dashboard('sales').documents[0]?.documentElement.dataset['theme']).toBe('dark')
  },
}

export const DarkLoading: Story = { ...Connecting, globals: { scheme: 'dark' } }

export const DarkError: Story = { ...Offline, globals: { scheme: 'dark' } }

/** Right to left, in an app's own Hebrew. */
export const RightToLeft: Story = {
  ...Connecting,
  args: { messages: { loading: 'לוח המחוונים נטען…' } },
  globals: { direction: 'rtl' },
  play: async ({ canvasElement }) => {
    const message = canvasElement.querySelector<HTMLElement>('[data-part=message]')
    await expect(message).toHaveTextContent('לוח המחוונים נטען…')
    await expect(getComputedStyle(message as HTMLElement).direction).toBe('rtl')
  },
}

export const RightToLeftError: Story = {
  ...SessionEnded,
  args: {
    messages: {
      retry: 'נסו שוב',
      errors: { 'session-ended': 'נותקתם. התחברו שוב כדי לראות את לוח המחוונים.' },
    },
  },
  globals: { direction: 'rtl' },
  play: async ({ canvasElement }) => {
    const alert = await within(canvasElement).findByRole('alert')
    await expect(within(alert).getByRole('button', { name: 'נסו שוב' })).toBeVisible()
  },
}

/** Whoever asks for less motion sees none: the placeholder moves in our stylesheet alone, and not then. */
export const ReducedMotion: Story = {
  ...Connecting,
  tags: ['reduced-motion'],
  globals: { stylesheet: 'with' },
  play: async ({ canvasElement }) => {
    await expectState(canvasElement, 'connecting')
    const isReduced = matchMedia('(prefers-reduced-motion: reduce)').matches
    await expect(canvasElement.getAnimations({ subtree: true }).length > 0).toBe(!isReduced)
  },
}

/** As people see it who have their system choose a few strong colours. */
export const ForcedColors: Story = { ...Connecting, tags: ['forced-colors'] }

export const ForcedColorsError: Story = { ...SessionEnded, tags: ['forced-colors'] }
