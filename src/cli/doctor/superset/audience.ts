import { decodeJwt } from 'jose'
import { check } from '../check'
import { fail, ok, warn } from '../finding'

/** WEBDRIVER_BASEURL, as Superset comes. */
const DEFAULT = 'http://0.0.0.0:8080/'

export const audience = check({
  name: 'audience',
  about: 'whom a token is for: one Superset, or every one of them',
  problems: {
    'audience-default': 'every Superset has this audience unless it is told another',
    'audience-differs': 'the app signs for another audience',
    'audience-missing': 'the token is for nobody in particular',
  },
  needs: ['token'],
  run({ token, audience }) {
    const { aud } = decodeJwt(token)
    const own = Array.isArray(aud) ? aud[0] : aud
    if (!own) {
      return warn('audience-missing', 'The token has no aud.', config('superset.example.com'))
    }
    if (audience !== undefined && audience !== own) {
      const what = `Superset’s audience is ${own}, the app’s is ${audience}: it refuses the tokens that the app signs.`
      return fail('audience-differs', what, `Give the app Superset's own, or:\n${setting(audience)}`)
    }
    if (own === DEFAULT) {
      const what = `The audience is ${own}, which every Superset has by default (WEBDRIVER_BASEURL).`
      return warn('audience-default', what, config('superset.example.com'))
    }
    return ok('audience', own)
  },
})

const setting = (audience: string) => `  GUEST_TOKEN_JWT_AUDIENCE = ${JSON.stringify(audience)}`

function config(audience: string): string {
  return `Name this Superset, in superset_config.py and to supersetJwt where the app signs:\n${setting(audience)}`
}
