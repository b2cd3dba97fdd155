import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard } from 'guestpass'
import type { FakeSuperset } from 'guestpass/testing'
import type { CSSProperties } from 'react'
import { expect, waitFor, within } from 'storybook/test'
import { expectLoading, supersetOf } from './seen'

const meta = {
  title: 'Looks/Your own',
  component: EmbeddedDashboard,
  args: { id: 'sales', height: 320 },
  parameters: {
    controls: { include: ['messages', 'fallback', 'errorFallback', 'endedFallback', 'height'] },
    docs: {
      description: {
        component:
          'An app can replace the words, the colours, or all of what guestpass shows in place of a dashboard.',
      },
    },
  },
} satisfies Meta<typeof EmbeddedDashboard>

export default meta

type Story = StoryObj<typeof meta>

const LOADING = { arrange: ({ route }: FakeSuperset) => route.hang() }
const FAILED = { arrange: ({ route }: FakeSuperset) => route.fail(503, 'issuer-unavailable') }
const ENDED = { arrange: ({ route }: FakeSuperset) => route.signOut() }

const part = (canvas: HTMLElement, name: string) =>
  canvas.querySelector(`[data-part="${name}"]`) as HTMLElement

const COLOURS = {
  '--guestpass-background': '#fdf6ec',
  '--guestpass-message': '#4a2f12',
  '--guestpass-skeleton': '#f0dfc8',
  '--guestpass-radius': '20px',
} as CSSProperties

/** Four variables, which the app sets here with `style`. All of them are in “Looks/Design tokens”. */
export const OwnColours: Story = {
  name: 'Colours',
  args: { style: COLOURS },
  parameters: LOADING,
  play: async ({ canvasElement }) => {
    await expectLoading(canvasElement, 'connecting')
    await expect(getComputedStyle(part(canvasElement, 'fallback')).backgroundColor).toBe('rgb(253, 246, 236)')
  },
}

export const OwnColoursError: Story = {
  name: 'Colours of an error',
  args: { style: COLOURS },
  parameters: FAILED,
  play: async ({ canvasElement }) => {
    const alert = await within(canvasElement).findByRole('alert')
    await expect(getComputedStyle(alert).color).toBe('rgb(74, 47, 18)')
  },
}

/** `messages`: every text, in the words or the language of the app. */
export const OwnWords: Story = {
  name: 'Words',
  args: {
    messages: {
      retry: 'Noch einmal versuchen',
      details: 'Einzelheiten',
      errors: {
        'issuer-unavailable': 'Die Auswertung ist gerade nicht erreichbar. Sie wird gleich erneut geladen.',
      },
    },
  },
  parameters: FAILED,
  play: async ({ canvasElement }) => {
    const alert = await within(canvasElement).findByRole('alert')
    await expect(alert).toHaveTextContent(/gerade nicht erreichbar/)
    await expect(within(alert).getByRole('button', { name: 'Noch einmal versuchen' })).toBeVisible()
  },
}

const CENTRED: CSSProperties = {
  boxSizing: 'border-box',
  height: '100%',
  padding: 16,
  display: 'grid',
  placeContent: 'center',
  justifyItems: 'center',
  gap: 12,
  textAlign: 'center',
}

/** `fallback`: the app's own placeholder. */
export const OwnPlaceholder: Story = {
  name: 'Placeholder',
  args: {
    fallback: (
      <div style={CENTRED}>
        <progress aria-hidden="true" />
        One moment, your sales are being added up.
      </div>
    ),
  },
  parameters: LOADING,
  play: async ({ canvasElement }) => {
    await expect(part(canvasElement, 'fallback')).toHaveTextContent(/being added up/)
  },
}

/** `errorFallback`: a function that receives the error, the sentence for the viewer, and `retry`. */
export const OwnError: Story = {
  name: 'Error',
  args: {
    errorFallback: ({ message, error, retry }) => (
      <div style={CENTRED}>
        <strong>Something is in the way</strong>
        <span>{message}</span>
        <span>
          <button type="button" style={{ font: 'inherit', padding: '4px 12px' }} onClick={retry}>
            Once more
          </button>{' '}
          <a href={`mailto:help@example.com?subject=${error.code}`}>Write to us</a>
        </span>
      </div>
    ),
  },
  parameters: FAILED,
  play: async ({ canvasElement, loaded, userEvent }) => {
    const { route } = supersetOf(loaded)
    const alert = await within(canvasElement).findByRole('alert')
    const before = route.requests.length
    await userEvent.click(within(alert).getByRole('button', { name: 'Once more' }))
    await waitFor(() => expect(route.requests.length).toBeGreaterThan(before))
    await within(canvasElement).findByText('Something is in the way')
  },
}

/** `endedFallback`: shown in place of `errorFallback` when the page waits, such as a link to the sign-in. */
export const OwnEnd: Story = {
  name: 'End of the session',
  args: {
    endedFallback: ({ message }) => (
      <div style={CENTRED}>
        <span>{message}</span>
        <a href="#sign-in">Sign in</a>
      </div>
    ),
  },
  parameters: ENDED,
  play: async ({ canvasElement }) => {
    const alert = await within(canvasElement).findByRole('alert')
    await expect(within(alert).getByRole('link', { name: 'Sign in' })).toBeVisible()
  },
}
