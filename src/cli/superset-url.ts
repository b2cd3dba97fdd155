import { checkedUrl } from '../server/options'
import { parseUrl } from './parse-url'
import { misuse } from './words'

/** What `--superset` names, without a slash at its end, and without repeating what must not be in it. */
export function supersetUrl(value: string | undefined): string {
  if (value === undefined) throw misuse('Which Superset? Give --superset https://bi.example.com.')
  const { username, password } = parseUrl(value) ?? {}
  if (username || password) {
    throw misuse('--superset holds a username or a password: they do not belong into an address.')
  }
  return checkedUrl('--superset', value)
}
