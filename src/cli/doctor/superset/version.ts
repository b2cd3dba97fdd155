import { cookiesOf } from '../app/set-cookie'
import { check } from '../check'
import { fail, ok, warn } from '../finding'
import { readBootstrap } from './bootstrap'

/** The first one that embeds as it is known today: guest tokens for several dashboards, permalinks, tabs. */
const OLDEST = [4, 1]

export const version = check({
  name: 'version',
  about: 'the version of Superset, as its login page tells it',
  problems: {
    'version-unknown': 'the login page does not say which version it is',
    'version-too-old': 'a version that guestpass is not tested with',
  },
  needs: ['answer'],
  async run({ fetch, url }) {
    const login = await fetch(`${url}/login/`)
    const page = readBootstrap(await login.clone().text())
    const [, text, major, minor] = /^v?((\d+)\.(\d+)\S*)/.exec(page?.version ?? '') ?? []
    const learnt = {
      // The login page keeps its CSRF token in the session, and so begins one.
      supersetCookies: cookiesOf(login, url),
      ...(page && { flags: page.flags }),
      ...(text && { version: text }),
    }
    if (!text) {
      const what = 'The login page does not say which version this is.'
      const fix = 'Nothing needs to change; compare docs/compatibility.md with the version you know it to be.'
      return { findings: [warn('version-unknown', what, fix)], learnt }
    }
    if (isBefore([Number(major), Number(minor)], OLDEST)) {
      const fix = `Upgrade to Superset ${OLDEST.join('.')} or later; 6.1 is what guestpass is developed on.`
      return { findings: [fail('version-too-old', `Superset ${text}`, fix)], learnt }
    }
    return { findings: [ok('version', `Superset ${text}`)], learnt }
  },
})

function isBefore([major = 0, minor = 0]: readonly number[], [toMajor = 0, toMinor = 0]: readonly number[]) {
  return major < toMajor || (major === toMajor && minor < toMinor)
}
