import { check } from '../check'
import { fail, ok } from '../finding'

export const staticFiles = check({
  name: 'static-files',
  about: 'the first script of the embedded page, requested as a browser does',
  problems: { 'static-files-missing': 'the scripts of Superset’s page are missing: the frame stays white' },
  needs: ['pageScript'],
  async run({ fetch, pageScript }) {
    const { status, headers } = await fetch(pageScript)
    const type = headers.get('content-type') ?? 'no Content-Type'
    const { pathname, origin } = new URL(pageScript)
    const shown = `${origin}${pathname}`
    if (status === 200 && /javascript|ecmascript/i.test(type)) {
      return ok('static-files', `${shown} is a script`)
    }
    const what =
      status === 200
        ? `The page's script ${shown} is answered with ${type}: a browser runs no such script, and the frame stays white.`
        : `The page's script ${shown} is answered with ${status}: the frame stays white.`
    return fail('static-files-missing', what, FIX)
  },
})

const FIX =
  'Let /static/ through to Superset as it is, with its path where it has one (SUPERSET_APP_ROOT, STATIC_ASSETS_PREFIX). For nginx:\n' +
  '  location /static/ { proxy_pass http://superset:8088; }'
