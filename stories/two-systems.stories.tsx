import type { Meta, StoryObj } from '@storybook/react-vite'
import { EmbeddedDashboard, GuestpassProvider } from 'guestpass'
import { defineFakeEmbeddable } from 'guestpass/testing'
import { expect, waitFor } from 'storybook/test'

interface TwoSystemsProps {
  /** The embed id of Superset's dashboard. */
  readonly supersetId: string
  /** The id of Embeddable's. */
  readonly embeddableId: string
}

/** One component shows a dashboard of Superset in a frame and one of Embeddable in the page. Each has its own token route. */
function TwoSystems({ supersetId, embeddableId }: TwoSystemsProps) {
  return (
    <div
      style={{
        display: 'grid',
        gap: 16,
        gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))',
        alignItems: 'start',
      }}
    >
      <EmbeddedDashboard id={supersetId} />
      <GuestpassProvider tokenUrl="/embeddable-token" fetch={mintForEmbeddable}>
        <EmbeddedDashboard id={embeddableId} />
      </GuestpassProvider>
    </div>
  )
}

const meta = {
  title: 'Two systems/Superset and Embeddable',
  component: TwoSystems,
  args: { supersetId: 'sales', embeddableId: 'orders' },
  beforeEach: () => defineFakeEmbeddable({ load: async () => ORDERS }),
} satisfies Meta<typeof TwoSystems>

export default meta

type Story = StoryObj<typeof meta>

const expectBoth = async (canvas: HTMLElement) => {
  await waitFor(() => expect(canvas.querySelectorAll('[data-state=ready]')).toHaveLength(2), {
    timeout: 25_000,
  })
  await expect(canvas.querySelector('iframe')).toBeVisible()
  await expect(canvas.querySelector('em-beddable')?.shadowRoot).toHaveTextContent('Orders by country')
}

export const SideBySide: Story = {
  name: 'Side by side',
  play: ({ canvasElement }) => expectBoth(canvasElement),
}

export const OnAPhone: Story = {
  name: 'On a phone',
  tags: ['!autodocs'],
  globals: { width: '360px' },
  play: ({ canvasElement }) => expectBoth(canvasElement),
}

async function mintForEmbeddable(_input: unknown, init?: RequestInit): Promise<Response> {
  const { dashboards } = JSON.parse(String(init?.body))
  const token = { token: 'a-token', expiresIn: 3_600, platform: 'embeddable', dashboards }
  return Response.json({ tokens: [{ ...token, domain: 'https://embed.example.com/script.js' }], denied: [] })
}

const MONTHS = [310, 340, 290, 420, 460, 380, 510, 495, 560, 610, 580, 640]
const COUNTRIES = [
  ['USA', 1_980],
  ['France', 1_240],
  ['Spain', 910],
  ['Germany', 640],
] as const

const ORDERS = {
  title: 'Orders by country',
  figures: [
    { label: 'Orders', value: '5,595' },
    { label: 'A month', value: '466' },
  ],
  months: MONTHS.map((value, month) => ({ label: `2026-${String(month + 1).padStart(2, '0')}`, value })),
  bars: COUNTRIES.map(([label, value]) => ({ label, value, text: value.toLocaleString('en') })),
  columns: ['Country', 'Orders'],
  rows: COUNTRIES.map(([country, orders]) => [country, orders.toLocaleString('en')]),
}
