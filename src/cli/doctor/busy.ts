import { type Finding, warn } from './finding'

/** What to say of a 429, with how long to wait where the answer tells. */
export function busy(id: string, { headers }: Response): Finding {
  const seconds = headers.get('retry-after')
  const wait = seconds !== null && /^\d+$/.test(seconds) ? `Wait ${seconds} s` : 'Wait'
  return warn(id, 'It answers 429: it was asked too often from this address.', `${wait}, and run this again.`)
}
