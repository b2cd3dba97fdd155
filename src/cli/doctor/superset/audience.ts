import { decodeJwt } from 'jose'
import { check } from '../check'
import { fail, ok, warn } from '../finding'

/** Superset's default of WEBDRIVER_BASEURL, which is its default audience. */
const DEFAULT = 'http://0.0.0.0:8080/'

export const audience = check({
  name: 'audience',
  about: 'the audience of a token: only this Superset, or every Superset',
  problems: {
    'audience-default': 'the audience is Superset’s default, which other Supersets also accept',
    'audience-differs': 'the app signs tokens for another audience',
    'audience-missing': 'the token has no audience',
  },
  needs: ['token'],
  run({ token, audience }) {
    const { aud } = decodeJwt(token)
    const supersetAudience = Array.isArray(aud) ? aud[0] : aud
    if (!supersetAudience) {
      return warn('audience-missing', 'The token has no aud.', config('superset.example.com'))
    }
    if (audience !== undefined && audience !== supersetAudience) {
      const what = `Superset’s audience is ${supersetAudience}, and the app’s is ${audience}: Superset refuses the tokens that the app signs.`
      return fail(
        'audience-differs',
        what,
        `Give the app Superset's audience, or set in superset_config.py:\n${setting(audience)}`,
      )
    }
    if (supersetAudience === DEFAULT) {
      const what = `The audience is ${supersetAudience}, which every Superset has by default (WEBDRIVER_BASEURL).`
      return warn('audience-default', what, config('superset.example.com'))
    }
    return ok('audience', supersetAudience)
  },
})

const setting = (audience: string) => `  GUEST_TOKEN_JWT_AUDIENCE = ${JSON.stringify(audience)}`

function config(audience: string): string {
  return `Name this Superset in superset_config.py, and in supersetJwt if the app signs tokens:\n${setting(audience)}`
}
