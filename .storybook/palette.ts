/** The colours of the demo (`examples/app/app.css`), by their names there. `test/docs/brand.test.ts` compares them. */
export const PALETTE = {
  light: {
    page: '#f3f5f8',
    card: '#fff',
    line: '#dfe4ea',
    text: '#17202b',
    soft: '#566273',
    accent: '#17677f',
  },
  dark: {
    page: '#0d1115',
    card: '#161c22',
    line: '#2a323b',
    text: '#e9eef3',
    soft: '#9ba8b6',
    accent: '#5cc0dc',
  },
} as const
