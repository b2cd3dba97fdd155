import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard } from 'guestpass'
import { expect, fn, waitFor } from 'storybook/test'
import { expectDashboard, rootOf, supersetOf } from './seen'
import { SKIPS_TIME, skipTime } from './skip-time'

const meta = {
  title: 'States/Ready',
  component: EmbeddedDashboard,
  args: { id: 'sales', height: 420, onReady: fn() },
  // One dashboard on a page of documents would look like the other.
  tags: ['!autodocs'],
} satisfies Meta<typeof EmbeddedDashboard>

export default meta

type Story = StoryObj<typeof meta>

/** A token lives 5 minutes here. The play skips 4 of them, and the token is renewed: the viewer does not notice it. */
export const Renewing: Story = {
  name: 'Renewing the token',
  ...SKIPS_TIME,
  play: async ({ canvasElement, args, loaded }) => {
    const superset = supersetOf(loaded)
    await expectDashboard(canvasElement, superset)
    const frame = canvasElement.querySelector('iframe')
    await skipTime(FOUR_MINUTES)
    await waitFor(() => expect(superset.dashboard('sales').tokensSent).toBe(2))
    await expectDashboard(canvasElement, superset)
    await expect(canvasElement.querySelector('iframe')).toBe(frame)
    await expect(args.onReady).toHaveBeenCalledOnce()
  },
}

const FOUR_MINUTES = 4 * 60_000

/** The embedded page loads again by itself. It gets its token again, and no new token is requested. */
export const ReloadedPage: Story = {
  name: 'Reloaded by the embedded page',
  play: async ({ canvasElement, loaded }) => {
    const superset = supersetOf(loaded)
    await expectDashboard(canvasElement, superset)
    superset.dashboard('sales').reload()
    await waitFor(() => expect(rootOf(canvasElement)).not.toHaveAttribute('data-state', 'ready'))
    await expectDashboard(canvasElement, superset)
    await expect(superset.route.requests).toHaveLength(1)
  },
}

/** The network fails while the dashboard is shown. The play skips 4 minutes: the renewal fails, and the dashboard stays. */
export const OfflineMeanwhile: Story = {
  name: 'Offline meanwhile',
  ...SKIPS_TIME,
  play: async ({ canvasElement, args, loaded }) => {
    const superset = supersetOf(loaded)
    await expectDashboard(canvasElement, superset)
    const before = superset.route.requests.length
    superset.route.cut()
    await skipTime(FOUR_MINUTES)
    await waitFor(() => expect(superset.route.requests.length).toBeGreaterThan(before))
    await expectDashboard(canvasElement, superset)
    await expect(args.onReady).toHaveBeenCalledOnce()
  },
}
