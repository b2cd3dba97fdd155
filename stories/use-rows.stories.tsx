import type { Meta, StoryObj } from '@storybook/react-vite'
import { type RowsResult, toCsv, useRows } from 'guestpass'
import { useState } from 'react'
import { expect, waitFor, within } from 'storybook/test'

interface RevenueProps {
  /** The name of the query, as the server defines it. */
  readonly name: string
}

/** A list in the app's own design. No frame is involved: the token route answers with the viewer's rows. */
function Revenue({ name }: RevenueProps) {
  const { rows, columns, error, isLoading, isTruncated, refresh } = useRows(name)
  const [csv, setCsv] = useState<string>()
  const button = { font: 'inherit', padding: '4px 12px' }
  if (isLoading) return <p role="status">The numbers are loading.</p>
  if (error || !rows || !columns) {
    return (
      <div role="alert" style={{ display: 'grid', gap: 8, justifyItems: 'start' }}>
        <span>The numbers cannot be shown right now.</span>
        <span>Error: {error?.code}</span>
        <button type="button" style={button} onClick={refresh}>
          Try again
        </button>
      </div>
    )
  }
  return (
    <div style={{ display: 'grid', gap: 12, justifyItems: 'start' }}>
      <table style={{ borderSpacing: '16px 4px', marginInlineStart: -16 }}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" style={{ textAlign: 'start' }}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={JSON.stringify(row)}>
              {columns.map((column) => (
                <td key={column.name}>{row[column.name]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {isTruncated && <span>There are more rows.</span>}
      <button type="button" style={button} onClick={() => setCsv(toCsv({ columns, rows }))}>
        Show as CSV
      </button>
      {csv !== undefined && <pre>{csv}</pre>}
    </div>
  )
}

const REVENUE: RowsResult = {
  rows: [
    { country: 'USA', revenue: 3_627_983 },
    { country: 'Spain', revenue: 1_215_687 },
    { country: '=France', revenue: 1_110_917 },
  ],
  columns: [
    { name: 'country', type: 'text' },
    { name: 'revenue', type: 'number' },
  ],
  isTruncated: true,
  asOf: '2026-11-30T12:00:00.000Z',
}

/** The app's token route, which answers every query with this result. */
const answering = (result: object) => ({ fetch: async () => Response.json({ results: [result] }) })
const BROKEN = { code: 'issuer-refused', message: 'The dashboard server refused the app.' }

const meta = {
  title: 'Hooks/useRows',
  component: Revenue,
  args: { name: 'revenue' },
  parameters: answering(REVENUE),
} satisfies Meta<typeof Revenue>

export default meta

type Story = StoryObj<typeof meta>

/** The rows of the query, and the note that there are more than its limit. */
export const Loaded: Story = {
  name: 'Loaded',
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement)
    await expect(await canvas.findByRole('cell', { name: '3627983' })).toBeVisible()
    await expect(canvas.getByText('There are more rows.')).toBeVisible()
  },
}

/** The app's server has not answered yet. */
export const Loading: Story = {
  name: 'Loading',
  parameters: { fetch: () => new Promise<Response>(() => {}) },
  play: async ({ canvasElement }) => {
    await expect(await within(canvasElement).findByRole('status')).toHaveTextContent('loading')
  },
}

/** The query failed. The app shows it in its own words, and loads again on a click. */
export const Failed: Story = {
  name: 'Failed',
  parameters: answering(BROKEN),
  play: async ({ canvasElement }) => {
    const alert = await within(canvasElement).findByRole('alert')
    await expect(within(alert).getByText('Error: issuer-refused')).toBeVisible()
    await expect(within(alert).getByRole('button', { name: 'Try again' })).toBeVisible()
  },
}

/** The rows as CSV. A text that a spreadsheet would run as a formula gets an apostrophe in front: see the last row. */
export const AsCsv: Story = {
  name: 'As CSV',
  play: async ({ canvasElement, userEvent }) => {
    const canvas = within(canvasElement)
    await userEvent.click(await canvas.findByRole('button', { name: 'Show as CSV' }))
    await waitFor(() =>
      expect(canvasElement.querySelector('pre')?.textContent).toBe(
        "country,revenue\r\nUSA,3627983\r\nSpain,1215687\r\n'=France,1110917\r\n",
      ),
    )
  },
}
