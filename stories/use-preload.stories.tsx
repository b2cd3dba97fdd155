import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard, usePreload } from 'guestpass'
import type { FakeSuperset } from 'guestpass/testing'
import { useState } from 'react'
import { expect, within } from 'storybook/test'
import { expectDashboard } from './seen'

interface AheadProps {
  /** The embed id of the dashboard. */
  readonly id: string
  /** Superset's address: the page can then be loaded before the app's server has answered. */
  readonly supersetDomain?: string
}

/** A page that will show a dashboard soon: the dashboard is loaded, out of sight, before the viewer opens it. */
function Ahead({ id, supersetDomain }: AheadProps) {
  usePreload({ id, supersetDomain })
  const [isShown, show] = useState(false)
  return isShown ? (
    <EmbeddedDashboard id={id} supersetDomain={supersetDomain} height={420} />
  ) : (
    <button type="button" style={{ font: 'inherit', padding: '4px 12px' }} onClick={() => show(true)}>
      Show the dashboard
    </button>
  )
}

const meta = {
  title: 'Hooks/usePreload',
  component: Ahead,
  args: { id: 'sales' },
} satisfies Meta<typeof Ahead>

export default meta

type Story = StoryObj<typeof meta>

/** The click finds page and token there: one request for a token, and no second load of the page. */
export const LoadedAhead: Story = {
  name: 'Loaded ahead',
  render: (args, { loaded }) => (
    <Ahead {...args} supersetDomain={(loaded['superset'] as FakeSuperset).domain} />
  ),
  play: async ({ canvasElement, loaded, userEvent }) => {
    const superset = loaded['superset'] as FakeSuperset
    await userEvent.click(await within(canvasElement).findByRole('button'))
    await expectDashboard(canvasElement, superset)
    await expect(superset.route.requests).toHaveLength(1)
  },
}
