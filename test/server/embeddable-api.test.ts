import { expect, test } from 'vitest'
import { embeddableApi } from '../../src/server/issuers/embeddable-api'

const good = { apiKey: 'hunter2', region: 'us' } as const

test.each<readonly [string, object]>([
  ['apiKey', { apiKey: undefined }],
  ['apiKey', { apiKey: '' }],
  ['apiKey', { apiKey: 'hunter2\r\nx-evil: 1' }],
  ['region', { region: undefined }],
  ['region', { region: 'US' }],
  ['region', { region: 'legacy-us' }],
  ['region', { region: 'toString' }],
  ['region', { region: 'us.evil.example/' }],
  ['region', { region: ['us'] }],
  ['savedVersion', { savedVersion: '' }],
  ['lifetimeSeconds', { lifetimeSeconds: 19 }],
  ['lifetimeSeconds', { lifetimeSeconds: Number.POSITIVE_INFINITY }],
  ['url', { url: 'api.us.embeddable.com' }],
  ['url', { url: 'https://user:hunter2@api.example.com' }],
  ['scriptUrl', { scriptUrl: 'javascript:alert(1)' }],
  ['scriptUrl', { scriptUrl: '/js/v1/' }],
])('is refused when it is made without a good %s, %o', (name, wrong) => {
  const make = () => embeddableApi({ ...good, ...wrong } as unknown as typeof good)
  expect(make).toThrow(
    expect.objectContaining({
      code: 'option-invalid',
      message: expect.stringMatching(new RegExp(`^${name} `)),
    }),
  )
  expect(make).not.toThrow(/hunter2|evil/)
})
