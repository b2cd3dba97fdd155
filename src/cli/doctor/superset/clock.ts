import { decodeJwt } from 'jose'
import { check } from '../check'
import { ok, skipped, warn } from '../finding'

/** `supersetJwt` sets `iat` this many seconds back, because Superset refuses a token whose `iat` is in the future. */
const BACK_DATED_SECONDS = 10

export const clock = check({
  name: 'clock',
  about: "whether Superset's clock and this machine's agree",
  problems: { 'clock-skew': 'the clocks differ by more than ten seconds' },
  needs: ['answer'],
  run({ answer: { headers, sentAtMs, receivedAtMs }, token, mintedAtMs, isSelfSigned }) {
    const iat = token === undefined || isSelfSigned ? undefined : decodeJwt(token).iat
    const theirMs = iat === undefined ? Date.parse(headers.get('date') ?? '') : iat * 1_000
    if (Number.isNaN(theirMs)) return skipped('clock', 'Superset sends no Date.')
    const [from, to] = iat === undefined || !mintedAtMs ? [sentAtMs, receivedAtMs] : mintedAtMs
    // The Date header has no fractions of a second, and the answer took some time to arrive.
    const aheadSeconds = Math.round(
      (theirMs > to ? theirMs - to : Math.min(0, theirMs + 1_000 - from)) / 1_000,
    )
    if (Math.abs(aheadSeconds) <= BACK_DATED_SECONDS) {
      return ok('clock', 'both clocks agree')
    }
    const what = `Superset's clock is ${Math.abs(aheadSeconds)} s ${aheadSeconds > 0 ? 'ahead of' : 'behind'} this machine's.`
    const fix =
      'Let NTP set both clocks. Superset refuses a token that the app signed while its iat is in Superset’s future.'
    return warn('clock-skew', what, fix)
  },
})
