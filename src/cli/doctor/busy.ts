import { type Finding, fail } from './finding'

/** A day: no API means a longer time. */
const MAX_SECONDS = 86_400

/** The finding for a 429, with the time to wait where the answer has one. */
export function busy(id: string, { headers }: Response): Finding {
  const seconds = headers.get('retry-after')
  const isTime = seconds !== null && /^\d+$/.test(seconds) && Number(seconds) <= MAX_SECONDS
  const wait = isTime ? `Wait ${Number(seconds)} s` : 'Wait'
  return fail(id, 'It answers 429: it was asked too often from this address.', `${wait}, and run this again.`)
}
