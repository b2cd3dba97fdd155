import { parseJson } from '../../../core/parse-json'

/** What a page of Superset's tells its own scripts, and so everybody. */
export interface Bootstrap {
  readonly version?: string
  /** On the embedded page: the header that a guest's token travels in. */
  readonly guestHeader?: string
  readonly flags: Readonly<Record<string, unknown>>
}

/** Undefined where the page holds nothing of the kind. */
export function readBootstrap(html: string): Bootstrap | undefined {
  const [, attribute] = /data-bootstrap=(?:"([^"]*)"|'([^']*)')/.exec(html)?.filter(isText) ?? []
  const { common, config } = Object(attribute === undefined ? undefined : parseJson(unescaped(attribute)))
  const { GUEST_TOKEN_HEADER_NAME: guestHeader } = Object(config)
  if (typeof common !== 'object' || common === null) return undefined
  const { version_string: version } = Object(Object(common.menu_data).navbar_right)
  return {
    flags: Object(common.feature_flags),
    ...(typeof version === 'string' && { version }),
    ...(typeof guestHeader === 'string' && { guestHeader }),
  }
}

const isText = (one: string | undefined) => one !== undefined

function unescaped(attribute: string): string {
  const known: Readonly<Record<string, string>> = {
    quot: '"',
    amp: '&',
    lt: '<',
    gt: '>',
    '#39': "'",
    '#34': '"',
  }
  return attribute.replace(/&(quot|amp|lt|gt|#39|#34);/g, (whole, name: string) => known[name] ?? whole)
}
