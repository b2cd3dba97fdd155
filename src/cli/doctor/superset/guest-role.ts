import { check } from '../check'
import { type Finding, fail, ok, skipped } from '../finding'
import { IN_FRONT, inFront } from '../in-front'
import { reasonIn } from '../reason'
import type { Chart, Guest, Subject } from '../subject'
import { resultOf } from './json-of'

export const guestRole = check({
  name: 'guest-role',
  about:
    'the first requests of the embedded page, as the guest: its role, the dashboard, its charts and datasets',
  problems: {
    'guest-token-refused': 'Superset refuses its own token',
    'guest-role-missing': 'GUEST_ROLE_NAME is not the name of a role',
    'guest-role-me': 'the guest may not read its own roles, which the page requests first',
    'guest-role-dashboard': 'the guest may not read its dashboard',
    'guest-role-charts': 'the guest may not read the charts of its dashboard',
    'guest-role-datasets': 'the guest may not read the datasets of its dashboard',
    ...IN_FRONT,
  },
  needs: ['token', 'embedding'],
  async run({ token, embedding, url, fetch, version, isSelfSigned, guestHeader = DEFAULT_HEADER }) {
    const guest: Guest = (path, body) =>
      fetch(url + path, {
        headers: { [guestHeader]: token, 'content-type': 'application/json' },
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      })
    const me = await guest('/api/v1/me/roles/')
    const { roles } = await resultOf(me)
    if (me.status === 401 && isSelfSigned) return skipped('guest-role', NOT_TAKEN)
    if (me.status !== 200) {
      return inFront('The guest', me) ?? tokenRefused(me.status, guestHeader, await reasonIn(me))
    }
    const learnt: Partial<Subject> = { guest, roles: readRoles(roles) }

    const path = `/api/v1/dashboard/${embedding.numericId}`
    const [dashboard, charts, datasets] = await Promise.all([
      guest(path),
      guest(`${path}/charts`),
      guest(`${path}/datasets`),
    ])
    const answers = [
      { id: 'guest-role-dashboard', what: 'its dashboard', response: dashboard },
      { id: 'guest-role-charts', what: 'the charts', response: charts },
      { id: 'guest-role-datasets', what: 'the datasets', response: datasets },
    ]
    const bad = answers.find(({ response }) => response.status !== 200)
    if (bad) {
      const granted = Object.values(learnt.roles ?? {}).flat()
      const known = { isPermitted: granted.includes('can_read on Dashboard'), version }
      return { findings: [await refused({ ...bad, ...known })], learnt }
    }
    const seen = await readCharts(charts)
    const count = `${seen.length} ${seen.length === 1 ? 'chart' : 'charts'}`
    const names = Object.keys(learnt.roles ?? {}).join(', ')
    return {
      findings: [ok('guest-role', `${names}: sees the dashboard with its ${count}`)],
      learnt: { ...learnt, charts: seen },
    }
  },
})

const NOT_TAKEN = 'Superset refuses tokens that the given secret signs, see given-secret.'
const DEFAULT_HEADER = 'X-GuestToken'

function tokenRefused(status: number, header: string, reason: string): Finding {
  if (status === 401) {
    const what = `Superset answers 401 to the token that it minted itself.${reason}`
    return fail(
      'guest-token-refused',
      what,
      header.includes('_') ? withoutUnderscores(header) : letThrough(header),
    )
  }
  if (status >= 500) {
    return fail(
      'guest-role-missing',
      `/api/v1/me/roles/ answers ${status} to the guest: the role in GUEST_ROLE_NAME may not exist.`,
      'Create a role only for guests (Settings → List Roles), and name it in superset_config.py:\n' +
        '  GUEST_ROLE_NAME = "Guest"',
    )
  }
  return fail(
    'guest-role-me',
    `/api/v1/me/roles/ answers ${status} to the guest: the page shows "Something went wrong with embedded authentication".`,
    permit('can read on CurrentUserRestApi'),
  )
}

function letThrough(header: string): string {
  return `Let the header ${header} through every proxy, and give all workers of Superset the same secret, audience and clock.`
}

/** gunicorn drops such a header from 22.0 on (`header_map`), and nginx by default (`underscores_in_headers`). */
function withoutUnderscores(header: string): string {
  const name = header.replace(/_+/g, '-')
  return `gunicorn 22 and nginx drop the header ${header}, because its name has an underscore. In superset_config.py:\n  GUEST_TOKEN_HEADER_NAME = "${name}"`
}

interface Refused {
  readonly id: string
  readonly what: string
  readonly response: Response
  readonly isPermitted: boolean
  readonly version: string | undefined
}

async function refused({ id, what, response, isPermitted, version }: Refused): Promise<Finding> {
  const unavailable = inFront(`The guest's request for ${what}`, response)
  if (unavailable) return unavailable
  const { status } = response
  const asked = `The guest is answered ${status} when it asks for ${what}.${await reasonIn(response)}`
  if (!isPermitted) return fail(id, asked, permit('can read on Dashboard'))
  // See docs/compatibility.md.
  const packages = version?.startsWith('6.0') ? 'On Superset 6.0 install flask-appbuilder below 5.0.2. ' : ''
  return fail(
    id,
    `${asked} Its role has can_read on Dashboard.`,
    `${packages}Look at Superset's log, at a custom security manager, and a proxy in front.`,
  )
}

function permit(permission: string): string {
  return `Give the role that GUEST_ROLE_NAME names (Settings → List Roles):\n  ${permission}`
}

function readRoles(roles: unknown): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(Object(roles)).map(([name, permissions]) => [
      name,
      Array.isArray(permissions) ? permissions.map((permission) => [permission].flat().join(' on ')) : [],
    ]),
  )
}

async function readCharts(response: Response): Promise<readonly Chart[]> {
  const charts = await resultOf(response)
  if (!Array.isArray(charts)) return []
  return charts.map(({ id, slice_name: name, form_data: formData }) => ({
    id: Number(id),
    name: String(name),
    formData: Object(formData),
    datasetId: Number.parseInt(String(Object(formData).datasource), 10) || undefined,
  }))
}
