import type { SnapshotOptions } from '../../snapshot'
import { SUPERSET_OPTIONS } from '../superset-words'
import { misuse, parseWords } from '../words'

const OPTIONS = {
  ...SUPERSET_OPTIONS,
  grant: { type: 'string' },
  out: { type: 'string' },
  width: { type: 'string' },
  theme: { type: 'string' },
  tab: { type: 'string' },
  app: { type: 'string' },
  assets: { type: 'string', multiple: true },
  timeout: { type: 'string' },
  chromium: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** What was typed, with the options of `snapshot` that do not depend on the dashboard. */
export function readSnapshotWords(words: readonly string[]) {
  const { values, positionals } = parseWords(words, OPTIONS)
  const [dashboard, ...others] = positionals
  const { grant, out, theme } = values
  if (dashboard === undefined) throw misuse('Which dashboard? Give its id, slug, title or embed id.')
  if (others.length > 0) throw misuse(`Name only one dashboard. Remove ${others[0]}.`)
  if (grant === undefined) throw misuse('--grant is missing. Give a file with the grant of the viewer.')
  const [, format] = /\.(png|pdf)$/i.exec(out ?? '') ?? []
  if (out === undefined || !format) {
    throw misuse('--out is not a picture. Give a name that ends in .png or .pdf, for example sales.png.')
  }
  if (theme !== undefined && theme !== 'light' && theme !== 'dark')
    throw misuse('--theme must be light or dark.')
  const options = {
    format: format.toLowerCase() === 'pdf' ? 'pdf' : 'png',
    width: numberIn('--width', values.width),
    theme,
    appOrigin: values.app,
    assetOrigins: values.assets,
    timeoutMs: values.timeout === undefined ? undefined : 1000 * (numberIn('--timeout', values.timeout) ?? 0),
    browser: { executablePath: values.chromium },
  } satisfies Partial<SnapshotOptions<never>>
  return { values, dashboard, grant, out, tab: values.tab, isJson: values.json === true, options }
}

function numberIn(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d+$/.test(text)) return Number(text)
  throw misuse(`${name} is not a whole number.`)
}
