import { publicReads, publicReadsSentence, takeFromPublic } from '../../public-reads'
import { check } from '../check'
import { type Finding, fail, ok, skipped, warn } from '../finding'

export const publicRole = check({
  name: 'public-role',
  about:
    'what a visitor without an account and without a token may do: everything of it hides the account, or a bad token',
  problems: {
    'public-reads': 'Superset looks at no account, because the Public role may read',
    'guest-role-public': 'a refused token goes unnoticed, because the Public role may look around',
  },
  needs: ['answer'],
  async run({ fetch, url }) {
    const { status } = await fetch(`${url}/api/v1/me/roles/`)
    const names = await publicReads((path) => fetch(url + path))
    const findings: Finding[] = []
    if (names.length > 0) {
      const what = `${publicReadsSentence(names)} What needs an account is not looked at.`
      findings.push(fail('public-reads', what, takeFromPublic(names)))
    }
    if (status === 200) findings.push(publicGuests(VISITORS))
    const isTold = [401, 403].includes(status)
    if (findings.length === 0) {
      findings.push((isTold ? ok : skipped)('public-role', `a stranger is answered ${status}`))
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
  'A refused token is no error here: it makes an anonymous visitor of the Public role, whose charts then fail one by one.'
