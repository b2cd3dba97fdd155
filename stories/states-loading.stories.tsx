import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard } from 'guestpass'
import type { FakeSuperset } from 'guestpass/testing'
import { expect } from 'storybook/test'
import { withForcedColours, withReducedMotion } from './preferences'
import { expectLoading, expectState, supersetOf } from './seen'

const meta = {
  title: 'States/Loading',
  component: EmbeddedDashboard,
  args: { id: 'sales', height: 320 },
  parameters: {
    controls: { include: ['messages', 'fallback', 'height'] },
    docs: {
      description: {
        component:
          'A placeholder in the outline of a dashboard. The three states `connecting`, `waiting` and `token-sent` look the same to a viewer.',
      },
    },
  },
} satisfies Meta<typeof EmbeddedDashboard>

export default meta

type Story = StoryObj<typeof meta>

/** The app's server has not answered yet, so the address of the dashboard is not known. */
export const Connecting: Story = {
  name: 'Connecting',
  parameters: { arrange: ({ route }: FakeSuperset) => route.hang() },
  play: ({ canvasElement }) => expectLoading(canvasElement, 'connecting'),
}

/** The embedded page has loaded, and the app's server has not answered yet. */
export const WaitingForTheToken: Story = {
  name: 'Waiting for the token',
  parameters: { arrange: ({ route }: FakeSuperset) => route.hang() },
  render: (args, { loaded }) => (
    <EmbeddedDashboard {...(args as object)} id={args.id ?? ''} supersetDomain={supersetOf(loaded).domain} />
  ),
  play: ({ canvasElement }) => expectLoading(canvasElement, 'waiting'),
}

/** Superset has the token and still draws. After 15 s the viewer reads that it takes longer than usual. */
export const Drawing: Story = {
  name: 'Drawing',
  parameters: { arrange: (superset: FakeSuperset) => superset.dashboard('sales').keepLoading() },
  play: ({ canvasElement }) => expectLoading(canvasElement, 'token-sent'),
}

/** In a dark page. */
export const Dark: Story = { ...Connecting, name: 'Dark', globals: { scheme: 'dark' } }

/** Right to left, with the app's own text in Hebrew. */
export const RightToLeft: Story = {
  ...Connecting,
  name: 'Right to left',
  args: { messages: { loading: 'לוח המחוונים נטען…' } },
  globals: { direction: 'rtl' },
  play: async ({ canvasElement }) => {
    const message = canvasElement.querySelector<HTMLElement>('[data-part=message]')
    await expect(message).toHaveTextContent('לוח המחוונים נטען…')
    await expect(getComputedStyle(message as HTMLElement).direction).toBe('rtl')
  },
}

/** Nothing moves for a viewer whose system asks for less motion. */
export const ReducedMotion: Story = {
  ...Connecting,
  name: 'Reduced motion',
  tags: ['!autodocs', 'reduced-motion'],
  decorators: [withReducedMotion],
  play: async ({ canvasElement }) => {
    await expectState(canvasElement, 'connecting')
    await expect(canvasElement.getAnimations({ subtree: true })).toEqual([])
  },
}

/** For a viewer whose system replaces the colours of pages: the blocks of the placeholder have borders. */
export const ForcedColours: Story = {
  ...Connecting,
  name: 'Forced colours',
  tags: ['!autodocs', 'forced-colors'],
  decorators: [withForcedColours],
  play: async ({ canvasElement }) => {
    await expectLoading(canvasElement, 'connecting')
    const { borderTopColor, color } = getComputedStyle(
      canvasElement.querySelector('[data-part=block]') as Element,
    )
    await expect(borderTopColor).toBe(color)
  },
}
