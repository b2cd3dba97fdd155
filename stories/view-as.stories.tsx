import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard, GuestpassProvider } from 'guestpass'
import { ViewAs } from 'guestpass/testing/react'
import { expect, waitFor, within } from 'storybook/test'

/** A dashboard that starts again for the profile that is chosen. */
const meta = {
  title: 'Testing/ViewAs',
  component: ViewAs,
  args: {
    profiles: ['Acme', 'Globex'],
    viewer: 'ana',
    children: (viewer: string) => (
      <GuestpassProvider viewer={viewer}>
        <p>
          Seen by <strong>{viewer}</strong>
        </p>
        <EmbeddedDashboard id="sales" height={320} />
      </GuestpassProvider>
    ),
  },
  argTypes: { children: { control: false } },
  beforeEach: lookWithOwnEyes,
} satisfies Meta<typeof ViewAs>

export default meta

type Story = StoryObj<typeof meta>

export const Yourself: Story = {
  name: 'Yourself',
  play: async ({ canvasElement }) => {
    await expect(await within(canvasElement).findByText('ana')).toBeVisible()
    await findReady(canvasElement)
    await expect(cookie()).toBe('')
  },
}

export const SomebodyElse: Story = {
  name: 'Somebody else',
  play: async ({ canvasElement, userEvent }) => {
    const before = await findReady(canvasElement)
    await userEvent.selectOptions(within(canvasElement).getByLabelText('View as'), 'Globex')
    await expect(within(canvasElement).getByText('ana as Globex')).toBeVisible()
    await expect(cookie()).toBe('Globex')
    await expect(before).not.toBeInTheDocument()
    await findReady(canvasElement)
  },
}

/** The choice is there again after a reload. */
export const Remembered: Story = {
  name: 'Remembered',
  beforeEach: () => choose('Acme'),
  play: async ({ canvasElement, userEvent }) => {
    const picker = within(canvasElement).getByLabelText('View as')
    await expect(picker).toHaveDisplayValue('Acme')
    await within(canvasElement).findByText('ana as Acme')
    await userEvent.selectOptions(picker, 'Yourself')
    await within(canvasElement).findByText('ana')
    await expect(cookie()).toBe('')
  },
}

/** A profile that was removed from the file is shown for as long as it is chosen. */
export const Gone: Story = {
  name: 'Removed profile',
  beforeEach: () => choose('Initech'),
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByLabelText('View as')).toHaveDisplayValue('Initech')
    await within(canvasElement).findByText('ana as Initech')
  },
}

async function findReady(canvas: HTMLElement): Promise<Element> {
  return waitFor(() => {
    const frame = canvas.querySelector('[data-state="ready"] iframe')
    if (!frame) throw new Error('The dashboard is not ready.')
    return frame
  })
}

function cookie(): string {
  return /guestpass-view-as=([^;]*)/.exec(document.cookie)?.[1] ?? ''
}

function choose(name: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: what the picker itself writes.
  document.cookie = `guestpass-view-as=${name}; path=/`
}

function lookWithOwnEyes(): () => void {
  const end = () => {
    // biome-ignore lint/suspicious/noDocumentCookie: as above.
    document.cookie = 'guestpass-view-as=; path=/; max-age=0'
  }
  end()
  return end
}
