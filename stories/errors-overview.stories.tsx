import type { Meta, StoryObj } from '@storybook/react-vite'
import type { Retry } from 'guestpass'
import type { CSSProperties } from 'react'
import { expect, within } from 'storybook/test'
import { COVERING, OTHERS, rowOf } from './error-table'

/** All errors in one table: what differs is a sentence, what happens next, and whether there are details. */
function ErrorOverview() {
  return (
    <div style={{ maxWidth: 1_100 }}>
      <h2 style={{ marginBlock: '0 4px' }}>What differs between the errors</h2>
      <p style={{ marginBlock: '0 16px', maxWidth: '75ch' }}>
        Every error is one sentence for the viewer and a button. The app gets the code, and decides by it. The
        details are for developers, and closed at first.
      </p>
      {/* It scrolls by itself, so the keyboard has to reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section aria-label="All errors" tabIndex={0} style={{ overflowX: 'auto' }}>
        <table style={{ borderCollapse: 'collapse', width: '100%', minWidth: 900 }}>
          <thead>
            <tr>
              {['Code', 'The viewer reads', 'What happens next', 'Button', 'Folded away'].map((heading) => (
                <th key={heading} scope="col" style={WHOLE}>
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {COVERING.map(rowOf).map(({ code, sentence, retry, button, details }) => (
              <tr key={code}>
                <th scope="row" style={{ ...CELL, fontWeight: 400 }}>
                  <a href={storyOf(code)} target="_top" style={LINK}>
                    <code>{code}</code>
                  </a>
                </th>
                <td style={CELL}>{sentence}</td>
                <td style={CELL}>{NEXT[retry]}</td>
                <td style={WHOLE}>{button}</td>
                <td style={CELL}>{details ?? 'nothing'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p style={{ maxWidth: '75ch' }}>
        These codes do not cover a Superset dashboard:{' '}
        {OTHERS.map(({ code, where }, index) => (
          <span key={code}>
            {index > 0 && ', '}
            <code>{code}</code> ({where})
          </span>
        ))}
        .
      </p>
    </div>
  )
}

const NEXT: Readonly<Record<Retry, string>> = {
  automatic: 'The page tries again by itself.',
  user: 'The page waits until somebody tries again.',
  never: 'It fails again until code, configuration or a policy changes.',
}

/** The address of the story of a code. `test/stories/stories.spec.ts` follows each. */
const storyOf = (code: string) => `?path=/story/errors-each-error--${code}`

const CELL: CSSProperties = {
  padding: '7px 14px 7px 0',
  borderBottom: '1px solid color-mix(in srgb, CanvasText 16%, Canvas)',
  textAlign: 'start',
  verticalAlign: 'top',
}
const WHOLE: CSSProperties = { ...CELL, whiteSpace: 'nowrap' }
const LINK: CSSProperties = { color: 'LinkText', whiteSpace: 'nowrap' }

const meta = {
  title: 'Errors/Overview',
  component: ErrorOverview,
  tags: ['!autodocs'],
} satisfies Meta<typeof ErrorOverview>

export default meta

/** One row for each error that a viewer can meet. */
export const Overview: StoryObj<typeof meta> = {
  name: 'Overview',
  play: async ({ canvasElement }) => {
    const rows = within(canvasElement).getAllByRole('row').slice(1)
    await expect(rows).toHaveLength(COVERING.length)
    const denied = rows.find((row) => within(row).queryByText('denied'))
    await expect(denied).toHaveTextContent('You do not have access to this dashboard.')
  },
}
