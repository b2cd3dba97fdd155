import { check } from '../check'
import { ok, skipped, warn } from '../finding'

export const publicRole = check({
  name: 'public-role',
  about: 'whether a visitor with a bad token, or with none, is told apart from a guest',
  problems: {
    'guest-role-public': 'a refused token goes unnoticed, because the Public role may look around',
  },
  needs: ['answer'],
  async run({ fetch, url, roles }) {
    const { status } = await fetch(`${url}/api/v1/me/roles/`)
    const isPublic = roles !== undefined && 'Public' in roles
    if (status !== 200 && !isPublic) {
      const isTold = [401, 403].includes(status)
      const finding = (isTold ? ok : skipped)('public-role', `a stranger is answered ${status}`)
      return { findings: [finding] }
    }
    const what =
      status === 200
        ? 'A refused token is no error here: it makes an anonymous visitor of the Public role, whose charts then fail ' +
          'one by one.'
        : 'Guests have the Public role: whatever it may do, every visitor may.'
    const fix =
      'Make a role for guests with the permissions of Public, empty Public (PUBLIC_ROLE_LIKE = None), and name it:\n' +
      '  GUEST_ROLE_NAME = "Guest"'
    return { findings: [warn('guest-role-public', what, fix)] }
  },
})
