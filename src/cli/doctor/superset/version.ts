import { cookiesOf } from '../app/set-cookie'
import { check } from '../check'
import { fail, ok, warn } from '../finding'
import { readBootstrap } from './bootstrap'

/** The first version with today's embedding: guest tokens for several dashboards, permalinks, tabs. */
const OLDEST = [4, 1]

export const version = check({
  name: 'version',
  about: 'the version of Superset, as its login page contains it',
  problems: {
    'version-unknown': 'the login page does not contain Superset’s version',
    'version-too-old': 'a version that guestpass is not tested with',
  },
  needs: ['answer'],
  async run({ fetch, url }) {
    const login = await fetch(`${url}/login/`)
    const page = readBootstrap(await login.clone().text())
    const [, text, major, minor] = /^v?((\d+)\.(\d+)\S*)/.exec(page?.version ?? '') ?? []
    const learnt = {
      // The login page stores its CSRF token in the session, so it starts a session.
      supersetCookies: cookiesOf(login, url),
      ...(page && { flags: page.flags }),
      ...(text && { version: text }),
    }
    if (!text) {
      const what = 'The login page does not contain Superset’s version.'
      const fix = 'You do not have to change anything. Look up your version in docs/compatibility.md.'
      return { findings: [warn('version-unknown', what, fix)], learnt }
    }
    if (isBefore([Number(major), Number(minor)], OLDEST)) {
      const fix = `Upgrade to Superset ${OLDEST.join('.')} or later. guestpass is developed with 6.1.`
      return { findings: [fail('version-too-old', `Superset ${text}`, fix)], learnt }
    }
    return { findings: [ok('version', `Superset ${text}`)], learnt }
  },
})

function isBefore([major = 0, minor = 0]: readonly number[], [toMajor = 0, toMinor = 0]: readonly number[]) {
  return major < toMajor || (major === toMajor && minor < toMinor)
}
