import { parseJson } from '../../../core/parse-json'

/** The data in a page of Superset that its scripts read. Every visitor can read it. */
export interface Bootstrap {
  readonly version?: string
  /** GUEST_TOKEN_HEADER_NAME, on the embedded page. */
  readonly guestHeader?: string
  /** The dashboard's number, on the embedded page. */
  readonly dashboardId?: number
  readonly flags: Readonly<Record<string, unknown>>
}

/** `undefined` when the page does not contain it. */
export function readBootstrap(html: string): Bootstrap | undefined {
  const [, attribute] = /data-bootstrap=(?:"([^"]*)"|'([^']*)')/.exec(html)?.filter(isText) ?? []
  const { common, config, embedded } = Object(
    attribute === undefined ? undefined : parseJson(unescaped(attribute)),
  )
  const { GUEST_TOKEN_HEADER_NAME: guestHeader } = Object(config)
  if (typeof common !== 'object' || common === null) return undefined
  const { dashboard_id: dashboardId } = Object(embedded)
  const { version_string: version } = Object(Object(common.menu_data).navbar_right)
  return {
    flags: Object(common.feature_flags),
    ...(typeof version === 'string' && { version }),
    ...(isHeaderName(guestHeader) && { guestHeader }),
    ...(Number.isInteger(Number(dashboardId ?? undefined)) && { dashboardId: Number(dashboardId) }),
  }
}

/** A name of a header (RFC 9110). Another text cannot be sent, and could add a line to the output. */
function isHeaderName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w!#$%&'*+.^`|~-]{1,100}$/.test(value)
}

/** The address of the page's first script that has one. */
export function firstScript(html: string, page: string): string | undefined {
  const [, source] = /<script\b[^>]*\bsrc=["']([^"']+)["']/i.exec(html) ?? []
  const address = source && unescaped(source)
  return address && URL.canParse(address, page) ? new URL(address, page).href : undefined
}

const isText = (text: string | undefined) => text !== undefined

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
