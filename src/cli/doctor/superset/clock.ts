import { decodeJwt } from 'jose'
import { check } from '../check'
import { ok, skipped, warn } from '../finding'

/** `supersetJwt` dates a token back by as much, and Superset refuses one from its future. */
const BACK_DATED_SECONDS = 10

export const clock = check({
  name: 'clock',
  about: "Superset's clock against this machine's",
  problems: { 'clock-skew': 'the clocks differ by more than ten seconds' },
  needs: ['answer'],
  run({ answer: { headers, sentAtMs, receivedAtMs }, token, mintedAtMs, isSelfSigned }) {
    const iat = token === undefined || isSelfSigned ? undefined : decodeJwt(token).iat
    const theirMs = iat === undefined ? Date.parse(headers.get('date') ?? '') : iat * 1_000
    if (Number.isNaN(theirMs)) return skipped('clock', 'Superset sends no Date.')
    const [from, to] = iat === undefined || !mintedAtMs ? [sentAtMs, receivedAtMs] : mintedAtMs
    // The Date header is cut to a second, and the answer was on its way for a while.
    const aheadSeconds = Math.round(
      (theirMs > to ? theirMs - to : Math.min(0, theirMs + 1_000 - from)) / 1_000,
    )
    if (Math.abs(aheadSeconds) <= BACK_DATED_SECONDS) {
      return ok('clock', 'both clocks agree')
    }
    const what = `Superset's clock is ${Math.abs(aheadSeconds)} s ${aheadSeconds > 0 ? 'ahead of' : 'behind'} this machine's.`
    const fix =
      'Let NTP set both. A token signed by the app is refused while its iat is in Superset’s future.'
    return warn('clock-skew', what, fix)
  },
})
