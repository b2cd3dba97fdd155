import type { Meta, StoryObj } from '@storybook/react-vite'
import { useEmbed, useScrollSize } from 'guestpass'
import type { FakeSuperset } from 'guestpass/testing'
import { useState } from 'react'
import { expect, waitFor, within } from 'storybook/test'
import { expectState, supersetOf } from './seen'

interface OwnLayoutProps {
  /** The embed id of the dashboard. */
  readonly id: string
  /** The height of the app's own box in pixels; `0` makes it as high as the content, by `useScrollSize`. */
  readonly height: number
}

/** A dashboard in an element, a heading and a toolbar of the app's own. */
function OwnLayout({ id, height }: OwnLayoutProps) {
  const embed = useEmbed({ id })
  const size = useScrollSize(embed)
  const [tabs, setTabs] = useState<readonly string[]>()
  return (
    <section style={{ display: 'grid', gap: 12 }}>
      <header style={{ display: 'flex', flexWrap: 'wrap', gap: 12, alignItems: 'center' }}>
        <strong>Sales</strong>
        <span data-state={embed.state}>{embed.error ? embed.error.code : embed.state}</span>
        <button
          type="button"
          style={{ font: 'inherit', padding: '4px 12px' }}
          onClick={() => void embed.getActiveTabs().then(setTabs)}
        >
          Which tabs are open?
        </button>
        {tabs && <output>{tabs.join(', ')}</output>}
      </header>
      <div ref={embed.ref} style={{ height: height || size?.height || 300 }} />
    </section>
  )
}

const meta = {
  title: 'Hooks/useEmbed',
  component: OwnLayout,
  args: { id: 'sales', height: 420 },
} satisfies Meta<typeof OwnLayout>

export default meta

type Story = StoryObj<typeof meta>

/** A layout of the app's own, and a call into the dashboard. */
export const InOwnLayout: Story = {
  name: 'In a layout of the app',
  play: async ({ canvasElement, userEvent }) => {
    await expectState(canvasElement, 'ready')
    await userEvent.click(within(canvasElement).getByRole('button'))
    await within(canvasElement).findByText('TAB-overview')
  },
}

/** As high as the dashboard, by `useScrollSize`. */
export const AsHighAsItsContent: Story = {
  name: 'As high as its content',
  args: { height: 0 },
  parameters: { arrange: (superset: FakeSuperset) => superset.dashboard('sales').setHeight(900) },
  play: async ({ canvasElement, loaded }) => {
    await expectState(canvasElement, 'ready')
    const frame = canvasElement.querySelector('iframe')
    await waitFor(() => expect(frame?.offsetHeight).toBeGreaterThanOrEqual(900), { timeout: 15_000 })
    await expect(supersetOf(loaded).route.requests).toHaveLength(1)
  },
}

/** The app shows the error. */
export const OwnError: Story = {
  name: 'Error of the app',
  parameters: { arrange: ({ route }: FakeSuperset) => route.signOut() },
  play: async ({ canvasElement }) => {
    await expectState(canvasElement, 'ended')
    await within(canvasElement).findByText('session-ended')
  },
}
