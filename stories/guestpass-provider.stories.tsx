import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard, GuestpassProvider } from 'guestpass'
import type { FakeSuperset } from 'guestpass/testing'
import { expect, within } from 'storybook/test'
import { expectDashboard, rootOf, supersetOf } from './seen'

const meta = {
  title: 'Component/GuestpassProvider',
  component: GuestpassProvider,
  args: { viewer: 'ana' },
  argTypes: {
    viewer: { control: 'inline-radio', options: ['ana', 'bob'] },
    children: { control: false },
    fetch: { control: false },
  },
  render: (args) => (
    <GuestpassProvider {...args}>
      <EmbeddedDashboard id="sales" height={320} />
    </GuestpassProvider>
  ),
} satisfies Meta<typeof GuestpassProvider>

export default meta

type Story = StoryObj<typeof meta>

/** With another `viewer` the dashboards leave the page at once, and start again for that viewer. */
export const ForAViewer: Story = {
  name: 'For a viewer',
  play: async ({ canvasElement, loaded }) => {
    const superset = supersetOf(loaded)
    await expectDashboard(canvasElement, superset)
    await expect(superset.route.requests[0]?.viewer).toBe('ana')
  },
}

/** Another viewer has signed in, in another tab. This viewer sees no rows of the other viewer. */
export const ForSomebodyElse: Story = {
  name: 'For somebody else',
  parameters: { arrange: ({ route }: FakeSuperset) => route.signIn('bob') },
  play: async ({ canvasElement }) => {
    const alert = await within(canvasElement).findByRole('alert')
    await expect(alert).toHaveTextContent(/Somebody else is signed in/)
    await expect(rootOf(canvasElement)).toHaveAttribute('data-code', 'viewer-mismatch')
  },
}
