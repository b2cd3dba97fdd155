import { unanswered } from '../answer'
import { cookiesOf } from '../app/set-cookie'
import { check } from '../check'
import { fail, NO_ANSWER, skipped, warn } from '../finding'
import { NEEDS } from '../subject'
import { readBootstrap } from './page'

export const reachable = check({
  name: 'reachable',
  about: 'whether a Superset answers at the address, and not a proxy or a login page',
  problems: {
    [NO_ANSWER]: 'nothing answers at the address',
    'not-superset': 'something else answers at the address, or Superset is not healthy',
  },
  async run({ fetch, url }) {
    const sentAtMs = Date.now()
    const response = await fetch(`${url}/health`).catch(unanswered(CHECK_ADDRESS))
    if ('fix' in response) return response
    const { status, headers } = response
    const receivedAtMs = Date.now()
    const isHealthy = status === 200 && (await response.text()).trim() === 'OK'
    if (!isHealthy) return notSuperset(url, response)
    return {
      ok: `${url} answers`,
      learnt: { answer: { sentAtMs, receivedAtMs, headers } },
    }
  },
})

const CHECK_ADDRESS = 'Check the address, that Superset runs, and that this machine reaches it.'

function notSuperset(url: string, { status, headers }: Response) {
  const target = headers.get('location')
  const to = target && URL.canParse(target, url) ? ` to ${new URL(target, url).origin}` : ''
  const [what, fix] =
    status >= 300 && status < 400
      ? [
          `${url}/health redirects${to} (${status}).`,
          'Give the address that it redirects to, or an address without the login of a proxy in front.',
        ]
      : [
          `${url}/health answers ${status}, not Superset's "OK".`,
          'Give the address of Superset itself, with its path where it has one (SUPERSET_APP_ROOT).',
        ]
  return fail('not-superset', what, fix)
}

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
    return { ok: `Superset ${text}`, learnt }
  },
})

function isBefore([major = 0, minor = 0]: readonly number[], [toMajor = 0, toMinor = 0]: readonly number[]) {
  return major < toMajor || (major === toMajor && minor < toMinor)
}

export const featureFlag = check({
  name: 'feature-flag',
  about: 'whether embedding is on',
  problems: { 'embedding-off': 'the feature flag EMBEDDED_SUPERSET is off' },
  needs: ['answer'],
  run({ flags }) {
    const learnt = { isEmbeddingOn: true } as const
    if (!flags) return { findings: [skipped('feature-flag', NEEDS.flags)], learnt }
    if (flags['EMBEDDED_SUPERSET'] === true) {
      return { ok: 'EMBEDDED_SUPERSET is on', learnt }
    }
    const what = 'EMBEDDED_SUPERSET is off: Superset does not embed dashboards, and ignores guest tokens.'
    const fix =
      'Turn it on in superset_config.py, and restart:\n  FEATURE_FLAGS = {"EMBEDDED_SUPERSET": True}'
    return fail('embedding-off', what, fix)
  },
})
