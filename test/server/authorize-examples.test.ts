import type { Request } from 'express'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { authorizeDashboards } from '../../examples/authorize/per-dashboard'
import { authorizeOrganisation } from '../../examples/authorize/per-organisation'
import { authorizeUser } from '../../examples/authorize/per-user'
import { authorizeVisitor } from '../../examples/authorize/public-page'
import { DASHBOARDS } from '../../examples/authorize/session'
import { supersetJwt } from '../../src/server'

const issuer = supersetJwt({ url: 'https://bi.example.com', secret: 's'.repeat(40), audience: 'superset' })

const as = (user: string) => ({ headers: { cookie: `app_session=${user}` } }) as unknown as Request
const from = (ip: string) => ({ headers: {}, ip }) as unknown as Request

async function claimsOf(value: unknown) {
  const grant = issuer.parseGrant(value)
  const { token } = await issuer.mint(grant, grant.dashboards, new AbortController().signal)
  return decodeJwt(token)
}

describe('the examples of authorize', () => {
  test('give every person their own rows, and their name', async () => {
    expect(await claimsOf(authorizeUser(as('bob')))).toMatchObject({
      user: { username: 'bob', first_name: 'Bob', last_name: 'Cole' },
      rls_rules: [{ clause: 'sales_rep_id = 42', dataset: 12 }],
    })
  })

  test('give every member of an organisation its rows', async () => {
    const [ana, bob] = await Promise.all(
      ['ana', 'bob'].map((user) => claimsOf(authorizeOrganisation(as(user)))),
    )
    expect(ana?.rls_rules).toEqual([
      { clause: 'organisation_id = 7' },
      { clause: "status <> 'draft'", dataset: 12 },
    ])
    expect(bob?.rls_rules).toEqual(ana?.rls_rules)
    expect(bob?.user).not.toEqual(ana?.user)
  })

  test('grant each dashboard only to its role', () => {
    expect(authorizeDashboards(as('ana'))?.dashboards).toEqual([DASHBOARDS.sales, DASHBOARDS.finance])
    expect(authorizeDashboards(as('bob'))?.dashboards).toEqual([DASHBOARDS.sales])
  })

  test('return null for a viewer who is not signed in', () => {
    for (const authorize of [authorizeUser, authorizeOrganisation, authorizeDashboards]) {
      expect(authorize(as('mallory'))).toBeNull()
      expect(authorize(as('constructor'))).toBeNull()
    }
  })

  test('show the same rows to every visitor, under a different username that does not contain the address', async () => {
    const [one, other] = await Promise.all(
      ['203.0.113.7', '203.0.113.8'].map((ip) => claimsOf(authorizeVisitor(from(ip)))),
    )
    expect(one?.rls_rules).toEqual([{ clause: "visibility = 'public'" }])
    expect(other?.rls_rules).toEqual(one?.rls_rules)
    expect(other?.user).not.toEqual(one?.user)
    expect(JSON.stringify(one)).not.toContain('203.0.113')
  })
})
