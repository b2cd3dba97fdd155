import { publicReads, publicReadsSentence, takeFromPublic } from '../../public-reads'
import { check } from '../check'
import { type Finding, fail, ok, skipped, warn } from '../finding'

export const publicRole = check({
  name: 'public-role',
  about:
    'what a visitor without account and token may do: Superset then ignores the account, or a refused token',
  problems: {
    'public-reads': 'Superset ignores the account, because the Public role may read',
    'guest-role-public': 'Superset does not report a refused token, because the Public role may read',
  },
  needs: ['answer'],
  async run({ fetch, url }) {
    const { status } = await fetch(`${url}/api/v1/me/roles/`)
    const names = await publicReads((path) => fetch(url + path))
    const findings: Finding[] = []
    if (names.length > 0) {
      const what = `${publicReadsSentence(names)} Checks that need an account are skipped.`
      findings.push(fail('public-reads', what, takeFromPublic(names)))
    }
    if (status === 200) findings.push(publicGuests(VISITORS))
    const isTold = [401, 403].includes(status)
    if (findings.length === 0) {
      findings.push(
        (isTold ? ok : skipped)('public-role', `Superset answers ${status} to a visitor without a token`),
      )
    }
    return { findings, learnt: { publicReads: names, isVisitorKnown: status === 200 } }
  },
})

export function publicGuests(what: string): Finding {
  const fix =
    'Make a role for guests with the permissions of Public, empty Public (PUBLIC_ROLE_LIKE = None), and name it:\n' +
    '  GUEST_ROLE_NAME = "Guest"'
  return warn('guest-role-public', what, fix)
}

const VISITORS =
  'Superset does not report a refused token: the guest becomes an anonymous visitor with the Public role, and its charts fail one by one.'
