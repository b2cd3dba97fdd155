import { checkedUrl } from '../server/options'
import { parseUrl } from './parse-url'
import { misuse } from './words'

/** The address in `--superset`, without a slash at its end. An error does not repeat a password in it. */
export function supersetUrl(value: string | undefined): string {
  if (value === undefined) throw misuse('Which Superset? Give --superset https://bi.example.com.')
  const { username, password } = parseUrl(value) ?? {}
  if (username || password) {
    throw misuse('--superset contains a username or a password. Remove them from the address.')
  }
  const url = checkedUrl('--superset', value)
  const [, superset] = PAGE.exec(url) ?? []
  if (superset === undefined) return url
  throw misuse(`--superset is the address of one page. Give the address of Superset: ${superset}.`)
}

/** Pages whose addresses people copy from their browser. Superset itself may be under any path. */
const PAGE =
  /^(.+?)\/(?:login|superset\/(?:welcome|dashboard|explore|sqllab)|(?:dashboard|chart|tablemodelview|databaseview)\/list|explore|sqllab|embedded|api\/v1)(?:\/|$)/
