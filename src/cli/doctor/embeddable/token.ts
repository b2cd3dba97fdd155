import { decodeJwt } from 'jose'
import { ToolError } from '../../../core/tool-error'
import { refusedSubject } from '../../../server/embeddable-refusal'
import { embeddableApi } from '../../../server/issuers/embeddable-api'
import { bodyOf } from '../../superset-session'
import { check } from '../check'
import { type Finding, fail, NO_ANSWER, ok, warn } from '../finding'
import { IN_FRONT, inFront } from '../in-front'
import { mintThrough } from '../mint-through'
import { reasonIn } from '../reason'
import { asUnreachable } from '../unreachable'
import type { EmbeddableAccess } from './access'
import { unpublished } from './unpublished'

/** The lifetime of the token, in seconds: short, because a security token cannot be revoked. It is not stored. */
const ASKED_SECONDS = 60
/** Tolerance in seconds, because two clocks may round the same second differently. */
const TOLERANCE_SECONDS = 5

export const embeddableToken = check({
  name: 'embeddable-token',
  about: 'a security token for the embeddable, minted as the app mints it, and its lifetime',
  problems: {
    [NO_ANSWER]: 'nothing answers at the address',
    'embeddable-key-refused': 'Embeddable does not accept the API key',
    'embeddable-unknown': 'the workspace does not have the embeddable',
    'embeddable-unpublished': 'the embeddable has no such saved version',
    ...IN_FRONT,
    'embeddable-broken': 'the answer to minting does not contain a token',
    'embeddable-lifetime': 'the lifetime of a token is not the requested lifetime',
  },
  needs: ['embeddable'],
  async run({ fetch, embeddable }) {
    const response = await mint(fetch, embeddable).catch(asUnreachable)
    if (response instanceof ToolError) {
      const fix = "Check that this machine, and the app's, reach Embeddable's API."
      return fail(NO_ANSWER, response.sentence, fix)
    }
    const { token } = Object(await bodyOf(response))
    const isMinted = response.ok && typeof token === 'string'
    return isMinted ? lifetime(token) : await refusal(response, embeddable)
  },
})

function mint(fetch: typeof globalThis.fetch, embeddable: EmbeddableAccess): Promise<Response> {
  const { id, region, apiKey, savedVersion } = embeddable
  const lifetimeSeconds = ASKED_SECONDS
  return mintThrough(
    (recording) => embeddableApi({ apiKey, region, lifetimeSeconds, fetch: recording }),
    fetch,
    {
      viewer: 'guestpass-doctor',
      dashboards: [id],
      securityContext: {},
      ...(savedVersion !== undefined && { savedVersion }),
    },
  )
}

function lifetime(token: string): Finding {
  const { iat, exp } = claimsOf(token)
  if (iat === undefined || exp === undefined) {
    return ok(
      'embeddable-token',
      `a token is minted for ${ASKED_SECONDS} s; it does not contain the time when it expires`,
    )
  }
  const seconds = Math.round(exp - iat)
  if (Math.abs(seconds - ASKED_SECONDS) <= TOLERANCE_SECONDS) {
    return ok('embeddable-token', `a token is minted, with the requested lifetime of ${seconds} s`)
  }
  const what = `The requested lifetime was ${ASKED_SECONDS} s, and the token's is ${seconds} s. A token cannot be revoked.`
  return warn(
    'embeddable-lifetime',
    what,
    'Give the issuer a lifetime that the service accepts, and see going-to-production:\n  embeddableApi({ …, lifetimeSeconds: 3600 })',
  )
}

function claimsOf(token: string): { readonly iat?: number; readonly exp?: number } {
  try {
    return decodeJwt(token)
  } catch {
    return {}
  }
}

async function refusal(response: Response, embeddable: EmbeddableAccess): Promise<Finding> {
  const { id, region } = embeddable
  const { status } = response
  const reason = await reasonIn(response)
  const text = await response.text()
  const unavailable = inFront('Minting', response)
  if (unavailable) return unavailable
  if (status === 401 || status === 403) {
    const what = `Embeddable answers ${status}: it does not accept the API key in the region ${region}.${reason}`
    return fail(
      'embeddable-key-refused',
      what,
      'Take the key from the workspace’s settings, and its region:\n  GUESTPASS_EMBEDDABLE_API_KEY=…\n  --embeddable-region us, eu or legacy-US',
    )
  }
  const subject = refusedSubject(status, (words) => words.test(text))
  if (subject === 'savedVersion') return unpublished(embeddable, `Embeddable answers ${status}: `)
  if (subject === 'embeddable' || (status === 404 && subject === undefined)) {
    const what = `Embeddable answers ${status}: the embeddable ${id} does not exist, or it is not published.`
    return fail(
      'embeddable-unknown',
      what,
      'Take the id from the embeddable’s Publish dialog, and publish it.',
    )
  }
  return fail(
    'embeddable-broken',
    `Embeddable answers ${status}, without a token.${reason}`,
    'Run this again. If the problem stays, ask Embeddable.',
  )
}
