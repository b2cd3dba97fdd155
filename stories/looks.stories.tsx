import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard } from 'guestpass'
import type { FakeSuperset } from 'guestpass/testing'
import type { CSSProperties } from 'react'
import { expect, waitFor, within } from 'storybook/test'
import { expectDashboard, expectLoading } from './seen'

const meta = {
  title: 'Looks',
  component: EmbeddedDashboard,
  args: { id: 'sales', height: 400 },
  parameters: {
    docs: {
      description: {
        component:
          'What an app may put in place of what guestpass shows: its own words, colours, or everything. The first ones have our stylesheet, the others are without it.',
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
const supersetOf = (loaded: Record<string, unknown>) => loaded['superset'] as FakeSuperset

/** `import 'guestpass/styles.css'`: the placeholder breathes, unless somebody asks for less motion. */
export const StylesheetLoading: Story = {
  parameters: LOADING,
  globals: { stylesheet: 'with' },
  play: ({ canvasElement }) => expectLoading(canvasElement, 'connecting'),
}

export const StylesheetError: Story = {
  parameters: FAILED,
  globals: { stylesheet: 'with' },
  play: async ({ canvasElement }) => {
    const alert = await within(canvasElement).findByRole('alert')
    await expect(getComputedStyle(alert).borderTopWidth).toBe('1px')
  },
}

export const StylesheetDark: Story = { ...StylesheetError, globals: { stylesheet: 'with', scheme: 'dark' } }

export const StylesheetDarkLoading: Story = {
  ...StylesheetLoading,
  globals: { stylesheet: 'with', scheme: 'dark' },
}

const COLOURS = {
  '--guestpass-background': '#fdf6ec',
  '--guestpass-message': '#4a2f12',
  '--guestpass-skeleton': '#f0dfc8',
  '--guestpass-radius': '20px',
} as CSSProperties

/** Four variables, set where the app likes: here by `style`. */
export const OwnColours: Story = {
  args: { style: COLOURS },
  parameters: LOADING,
  play: async ({ canvasElement }) => {
    await expectLoading(canvasElement, 'connecting')
    await expect(getComputedStyle(part(canvasElement, 'fallback')).backgroundColor).toBe('rgb(253, 246, 236)')
  },
}

export const OwnColoursError: Story = {
  args: { style: COLOURS },
  parameters: FAILED,
  play: async ({ canvasElement }) => {
    const alert = await within(canvasElement).findByRole('alert')
    await expect(getComputedStyle(alert).color).toBe('rgb(74, 47, 18)')
  },
}

/** `messages`: every text, in the app's own words or language. */
export const OwnWords: Story = {
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

/** `errorFallback`: a function is given the error, the sentence for it, and the way to try again. */
export const OwnError: Story = {
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

/** `endedFallback`: what is shown in place of it when nothing more is tried, such as a way to sign in. */
export const OwnEnd: Story = {
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

/** A keyboard comes to this link first, which leads past the frame and all that is in it. */
export const SkipLink: Story = {
  play: async ({ canvasElement, loaded }) => {
    await expectDashboard(canvasElement, supersetOf(loaded))
    const link = within(canvasElement).getByRole('link', { name: 'Skip the dashboard' })
    link.focus()
    await expect(link).toBeVisible()
    await expect(link.offsetHeight).toBeGreaterThan(20)
  },
}

/** The same with our stylesheet. */
export const StylesheetSkipLink: Story = { ...SkipLink, globals: { stylesheet: 'with' } }
