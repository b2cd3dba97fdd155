import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard } from 'guestpass'
import type { FakeSuperset } from 'guestpass/testing'
import { expect, fn, within } from 'storybook/test'
import { withForcedColours } from './preferences'
import { codesOf, expectAlert, expectDashboard } from './seen'

const meta = {
  title: 'States/Without a dashboard',
  component: EmbeddedDashboard,
  args: { id: 'sales', height: 320, onError: fn(), onSessionEnded: fn() },
  parameters: {
    controls: { include: ['messages', 'errorFallback', 'endedFallback', 'height'] },
    docs: {
      description: {
        component:
          'A sentence for the viewer, and the button *Try again*. In the state `connecting` the page also tries again by itself. In the state `ended` it waits. The sentences of all errors are in “Errors/Overview”.',
      },
    },
  },
} satisfies Meta<typeof EmbeddedDashboard>

export default meta

type Story = StoryObj<typeof meta>

/** The network fails before the dashboard is shown. The page tries again every few seconds. */
export const Offline: Story = {
  name: 'Offline',
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

/** The network works again, and the viewer clicks *Try again*. */
export const BackOnline: Story = {
  ...Offline,
  name: 'Back online',
  tags: ['!autodocs'],
  play: async ({ canvasElement, loaded, userEvent }) => {
    const superset = loaded['superset'] as FakeSuperset
    const alert = await within(canvasElement).findByRole('alert')
    superset.route.recover()
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
    await expectDashboard(canvasElement, superset)
    await expect(within(canvasElement).queryByRole('alert')).toBeNull()
  },
}

/** The session has ended. The embedded page is removed, and nothing is requested until the viewer tries again. */
export const SessionEnded: Story = {
  name: 'Session ended',
  parameters: { arrange: ({ route }: FakeSuperset) => route.signOut() },
  play: async ({ canvasElement, args }) => {
    await expectAlert(canvasElement, { state: 'ended', code: 'session-ended', words: /signed out/ })
    await expect(codesOf(args.onError)).toEqual(['session-ended'])
    await expect(args.onSessionEnded).toHaveBeenCalledOnce()
    await expect(canvasElement.querySelector('iframe')).toBeNull()
  },
}

/** In a dark page. */
export const Dark: Story = { ...Offline, name: 'Dark', globals: { scheme: 'dark' } }

/** A box that is narrower than the sentence, and lower than the text: it scrolls. */
export const VeryNarrow: Story = {
  ...Offline,
  name: 'Very narrow and low',
  args: { height: '150px' },
  globals: { width: '320px' },
  play: async ({ canvasElement }) => {
    const alert = await within(canvasElement).findByRole('alert')
    await expect(alert.scrollWidth).toBe(alert.clientWidth)
  },
}

/** Right to left, with the app's own texts in Hebrew. */
export const RightToLeft: Story = {
  ...SessionEnded,
  name: 'Right to left',
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

/** For a viewer whose system replaces the colours of pages: the button has a border. */
export const ForcedColours: Story = {
  ...SessionEnded,
  name: 'Forced colours',
  tags: ['!autodocs', 'forced-colors'],
  decorators: [withForcedColours],
}
