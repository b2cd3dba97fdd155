import { styleText } from 'node:util'

/** Styles for text in a terminal. Elsewhere the text stays as it is. */
export interface Colours {
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
  readonly bad: (text: string) => string
  readonly good: (text: string) => string
  readonly warning: (text: string) => string
  /** A value inside other text. Outside of a terminal it stands between marks. */
  readonly value: (text: string) => string
}

/** In colour on a terminal, unless NO_COLOR (https://no-color.org) is set. */
export function createColours(isTerminal: boolean, environment: NodeJS.ProcessEnv): Colours {
  const isColoured = isTerminal && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'
  const styled = (style: Parameters<typeof styleText>[0]) => (text: string) =>
    isColoured ? styleText(style, text, { validateStream: false }) : text
  return {
    strong: styled('bold'),
    faint: styled('dim'),
    bad: styled('red'),
    good: styled('green'),
    warning: styled('yellow'),
    value: isColoured ? styled(['yellow', 'underline']) : (text) => `⟦${text}⟧`,
  }
}
