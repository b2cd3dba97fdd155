/** Preferences of a viewer's system that a page cannot switch on. A story imitates them, and names that. */

import type { Decorator } from '@storybook/react-vite'

interface Preference {
  readonly query: string
  /** What a browser does by itself with this preference. */
  readonly imitation: string
  readonly note: string
}

function preferring({ query, imitation, note }: Preference): Decorator {
  return (Story) => {
    if (matchMedia(query).matches) return <Story />
    return (
      <>
        <style>{imitation}</style>
        <p role="note" style={{ margin: '0 0 12px' }}>
          {note}
        </p>
        <Story />
      </>
    )
  }
}

/** Windows' theme "Night sky", in part: one background, one colour of text, borders in the colour of text. */
export const withForcedColours = preferring({
  query: '(forced-colors: active)',
  imitation: `
    [data-part], [data-part] * { background: #000 !important; color: #fff !important; border-color: #fff !important; box-shadow: none !important }
    [data-part="retry"] { border-color: #b6f6f0 !important; color: #b6f6f0 !important }`,
  note: 'An imitation in black and white, because your browser does not force colours now. The tests check this story with forced colours.',
})

export const withReducedMotion = preferring({
  query: '(prefers-reduced-motion: reduce)',
  imitation: '[data-part="block"] { animation: none !important }',
  note: 'An imitation, because your system does not ask for less motion. The tests check this story with the preference on.',
})
