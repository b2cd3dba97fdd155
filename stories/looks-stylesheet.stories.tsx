import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard } from 'guestpass'
import type { FakeSuperset } from 'guestpass/testing'
import { expect, within } from 'storybook/test'
import { expectDashboard, expectLoading } from './seen'

const meta = {
  title: 'Looks/Our stylesheet',
  component: EmbeddedDashboard,
  args: { id: 'sales', height: 320 },
  parameters: {
    controls: { include: ['messages', 'height', 'className', 'style'] },
    docs: {
      description: {
        component:
          "`import 'guestpass/styles.css'`: a finished look, light and dark. It is on in all stories; the toolbar turns it off. Any rule of the app wins over it.",
      },
    },
  },
} satisfies Meta<typeof EmbeddedDashboard>

export default meta

type Story = StoryObj<typeof meta>

const LOADING = { arrange: ({ route }: FakeSuperset) => route.hang() }
const FAILED = { arrange: ({ route }: FakeSuperset) => route.fail(503, 'issuer-unavailable') }
const WITHOUT = { globals: { stylesheet: 'without' } }

/** The placeholder pulses, except when the viewer's system asks for less motion. */
export const Loading: Story = {
  name: 'Loading',
  parameters: LOADING,
  play: ({ canvasElement }) => expectLoading(canvasElement, 'connecting'),
}

export const LoadingWithout: Story = { ...Loading, ...WITHOUT, name: 'Loading, without the stylesheet' }

export const Failed: Story = {
  name: 'Error',
  parameters: FAILED,
  play: async ({ canvasElement }) => {
    const alert = await within(canvasElement).findByRole('alert')
    await expect(getComputedStyle(alert).borderTopWidth).toBe('1px')
  },
}

export const FailedWithout: Story = {
  ...Failed,
  ...WITHOUT,
  name: 'Error, without the stylesheet',
  play: async ({ canvasElement }) => {
    const alert = await within(canvasElement).findByRole('alert')
    await expect(getComputedStyle(alert).borderTopWidth).toBe('0px')
  },
}

export const FailedDark: Story = { ...Failed, name: 'Error, dark', globals: { scheme: 'dark' } }

/** The first stop of a keyboard is this link, which leads past the frame. It is visible while it has the focus. */
export const SkipLink: Story = {
  name: 'Skip link',
  tags: ['!autodocs'],
  play: async ({ canvasElement, loaded }) => {
    await expectDashboard(canvasElement, loaded['superset'] as FakeSuperset)
    const link = within(canvasElement).getByRole('link', { name: 'Skip the dashboard' })
    link.focus()
    await expect(link).toBeVisible()
    await expect(link.offsetHeight).toBeGreaterThan(20)
  },
}

export const SkipLinkWithout: Story = { ...SkipLink, ...WITHOUT, name: 'Skip link, without the stylesheet' }
