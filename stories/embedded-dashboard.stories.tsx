import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard } from 'guestpass'
import type { FakeSuperset } from 'guestpass/testing'
import { expect, fn, waitFor, within } from 'storybook/test'
import { expectDashboard, rootOf, supersetOf } from './seen'

const meta = {
  title: 'Component/EmbeddedDashboard',
  component: EmbeddedDashboard,
  args: {
    id: 'sales',
    height: '320px',
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
          'A dashboard. Its token comes from the app’s server and is renewed for as long as the dashboard is mounted. The app’s server and Superset are fakes in this page. What viewers see while it loads and when it fails is in the group “States”.',
      },
    },
  },
} satisfies Meta<typeof EmbeddedDashboard>

export default meta

type Story = StoryObj<typeof meta>

/** The dashboard is shown. */
export const Ready: Story = {
  name: 'Ready',
  play: async ({ canvasElement, args, loaded }) => {
    await expectDashboard(canvasElement, supersetOf(loaded))
    await waitFor(() => expect(args.onReady).toHaveBeenCalledOnce())
    await expect(args.onError).not.toHaveBeenCalled()
    await expect(within(canvasElement).getByRole('status')).toHaveTextContent('The dashboard is loaded.')
  },
}

/** The component follows the `color-scheme` around it. The option `themeMode` sets the theme of the dashboard. */
export const Dark: Story = {
  name: 'Dark',
  tags: ['!autodocs'],
  args: { themeMode: 'dark' },
  globals: { scheme: 'dark' },
  play: async ({ canvasElement, loaded }) => {
    const superset = supersetOf(loaded)
    await expectDashboard(canvasElement, superset)
    await expect(superset.dashboard('sales').documents[0]?.documentElement.dataset['theme']).toBe('dark')
  },
}

/** In a box that is 320 px wide. */
export const VeryNarrow: Story = {
  name: 'Very narrow',
  tags: ['!autodocs'],
  globals: { width: '320px' },
  play: async ({ canvasElement, loaded }) => {
    await expectDashboard(canvasElement, supersetOf(loaded))
    await expect(rootOf(canvasElement).offsetWidth).toBe(320)
  },
}

/** `height="content"`: the frame is as high as the dashboard, here 2,600 px, and the page scrolls. */
export const AsHighAsItsContent: Story = {
  name: 'As high as its content',
  tags: ['!autodocs'],
  args: { height: 'content' },
  parameters: { arrange: (superset: FakeSuperset) => superset.dashboard('sales').setHeight(2_600) },
  play: async ({ canvasElement, loaded }) => {
    await expectDashboard(canvasElement, supersetOf(loaded))
    await waitFor(() => expect(canvasElement.querySelector('iframe')?.offsetHeight).toBe(2_600))
  },
}
