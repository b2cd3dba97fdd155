/**
 * The contract of the issuers a second time, on servers that were written only from the vendors' public documents. Where the
 * stand-ins in test/helpers are wrong in the same way as the issuers, these servers are not.
 */

import { type EmbeddableGrant, embeddableApi, presetApi, presetJwt } from 'guestpass/server'
import { describe, expect, test } from 'vitest'
import { issuerContract, SUPERSET_PART, supersetIssuerContract } from '../contracts/issuer.contract.ts'
import { generateRsaKey } from '../helpers/rsa-key.ts'
import { startPublicEmbeddable } from '../public/embeddable.ts'
import { type PublicPreset, startPublicPreset } from '../public/preset.ts'

const key = generateRsaKey()
const staying = () => new AbortController().signal

/** The shapes of the refusals in the documents, each with words that must not come through. */
const ERROR_BODIES: readonly unknown[] = [
  { errorMessage: 'upstream-words' },
  { errorMessage: 'upstream-words', errorCode: 'BUILDER-998' },
  { message: 'upstream-words' },
  'upstream-words',
]

function optionsOf({ team, workspace, hostname, name, secret, fetch }: PublicPreset) {
  return { team, workspace, domain: `https://${hostname}`, name, secret, fetch }
}

for (const successStatus of [200, 201]) {
  supersetIssuerContract(`presetApi, by the public documents with ${successStatus},`, async () => {
    const preset = await startPublicPreset({ successStatus })
    const { dashboards, workspace, secret, verify, stop } = preset
    return {
      ...SUPERSET_PART,
      issuer: presetApi(optionsOf(preset)),
      dashboards,
      audience: workspace,
      lifetimeSeconds: 300,
      secrets: [secret],
      verify,
      answerWith: (answer) => preset.answerWith('/guest-token/', answer),
      stop,
    }
  })
}

supersetIssuerContract('presetJwt, by the public documents,', async () => {
  const preset = await startPublicPreset()
  const { dashboards, workspace, hostname, verify, stop } = preset
  return {
    ...SUPERSET_PART,
    issuer: presetJwt({
      workspace,
      domain: `https://${hostname}`,
      keyId: preset.paste(key.spki),
      privateKey: key.pkcs8,
    }),
    dashboards,
    audience: workspace,
    lifetimeSeconds: 300,
    secrets: [key.pkcs8, key.pkcs8.slice(100, 140)],
    verify,
    stop,
  }
})

for (const successStatus of [200, 201]) {
  issuerContract<EmbeddableGrant>(
    `embeddableApi, by the public documents with ${successStatus},`,
    async () => {
      const service = await startPublicEmbeddable({ successStatus })
      const { apiKey, dashboards, verify, stop, fetch } = service
      return {
        issuer: embeddableApi({ apiKey, region: 'us', fetch }),
        dashboards,
        lifetimeSeconds: 3_600,
        grantOf: (viewer, some) => ({ viewer, dashboards: some, securityContext: { tenant: 'rls-words' } }),
        wrongGrant: {
          value: {
            viewer: 'ana',
            dashboards,
            securityContext: {},
            filters: [{ column: 'a' }],
            rls: 'all-rows',
          },
          paths: ['rls is not known', 'filters[0].column is not known'],
        },
        errorBodies: ERROR_BODIES,
        secrets: [apiKey],
        verify,
        answerWith: (answer) => service.answerWith(answer),
        stop,
      }
    },
  )
}

describe('finds the one dashboard that was deleted', () => {
  const gone = '00000000-0000-4000-8000-00000000dead'

  test('by Preset', async () => {
    const preset = await startPublicPreset()
    const [first = ''] = preset.dashboards
    const dashboards = [first, gone]
    const minted = presetApi(optionsOf(preset)).mint(
      { viewer: 'ana', dashboards, rls: 'all-rows' },
      dashboards,
      staying(),
    )
    await expect(minted.finally(preset.stop)).rejects.toMatchObject({ code: 'denied', dashboards: [gone] })
  })

  test('by Embeddable', async () => {
    const service = await startPublicEmbeddable()
    const { apiKey, fetch } = service
    const grant = { viewer: 'ana', dashboards: [gone], securityContext: {} }
    const minted = embeddableApi({ apiKey, region: 'eu', fetch }).mint(grant, [gone], staying())
    await expect(minted.finally(service.stop)).rejects.toMatchObject({ code: 'denied', dashboards: [gone] })
  })
})

test('Preset at the address of its older documents', async () => {
  const preset = await startPublicPreset({ apiHost: 'manage.app.preset.io', apiPath: '/api/v1' })
  const issuer = presetApi({ ...optionsOf(preset), url: 'https://manage.app.preset.io/api/v1' })
  const dashboards = preset.dashboards.slice(0, 1)
  const { token } = await issuer.mint({ viewer: 'ana', dashboards, rls: 'all-rows' }, dashboards, staying())
  await expect(preset.verify(token)).resolves.toMatchObject({ aud: preset.workspace })
  await preset.stop()
})

test('a token of Embeddable that ends earlier than requested', async () => {
  const service = await startPublicEmbeddable({ maxSeconds: 60 })
  const { apiKey, dashboards, fetch } = service
  const grant = { viewer: 'ana', dashboards, securityContext: {} }
  const minted = await embeddableApi({ apiKey, region: 'eu', fetch }).mint(
    grant,
    dashboards.slice(0, 1),
    staying(),
  )
  expect(minted.expiresInSeconds).toBe(60)
  await service.stop()
})

describe('Embeddable by its public documents', () => {
  const mint = async (
    others: Partial<EmbeddableGrant>,
    options: { readonly region?: 'us' | 'legacy-US' } = {},
  ) => {
    const service = await startPublicEmbeddable()
    const { apiKey, dashboards, fetch } = service
    const issuer = embeddableApi({ apiKey, region: 'us', fetch, ...options })
    const grant = issuer.parseGrant({ viewer: 'ana', dashboards, securityContext: {}, ...others })
    try {
      return { ...(await issuer.mint(grant, grant.dashboards.slice(0, 1), staying())), calls: service.calls }
    } finally {
      await service.stop()
    }
  }

  test.each(['production', 'staging', 'v1'])('has the saved version %s', async (savedVersion) => {
    expect((await mint({ savedVersion })).expiresInSeconds).toBe(3_600)
  })

  test.each<[what: string, grant: Partial<EmbeddableGrant>, hint: string]>([
    ['a saved version', { savedVersion: 'v9' }, 'check savedVersion'],
    ['an environment', { environment: 'prod' }, "check the grant's environment"],
  ])('refuses %s that does not exist, which is not denied', async (_, grant, hint) => {
    await expect(mint(grant)).rejects.toMatchObject({
      code: 'issuer-refused',
      message: expect.stringContaining(hint),
    })
  })

  test('takes filters with and without values', async () => {
    const filters: EmbeddableGrant['filters'] = [
      { member: 'customers.id', operator: 'equals', values: ['5'] },
      { member: 'customers.deleted_at', operator: 'notSet' },
      { member: 'orders.created_at', operator: 'inDateRange', values: ['2026-01-01', '2026-06-30'] },
    ]
    expect((await mint({ filters })).token).not.toBe('')
  })

  test('answers the region legacy-US at its own address', async () => {
    expect((await mint({}, { region: 'legacy-US' })).calls).toEqual([
      'POST https://api.embeddable.com/api/v1/security-token',
    ])
  })
})
