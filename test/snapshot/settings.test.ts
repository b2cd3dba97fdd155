import { expect, test } from 'vitest'
import type { SupersetGrant } from '../../src/server/grant'
import { embeddableApi } from '../../src/server/issuers/embeddable-api'
import { supersetJwt } from '../../src/server/issuers/superset-jwt'
import { readSettings, type SnapshotOptions } from '../../src/snapshot/settings'

const SECRET = 'canary-of-a-secret'
const CLAUSE = "country = 'canary-of-a-rule'"
const issuer = supersetJwt({ url: 'https://bi.example.com/analytics', secret: SECRET, audience: 'superset' })
const grant: SupersetGrant = { viewer: 'ana', dashboards: ['d1'], rls: [{ clause: CLAUSE }] }
const options: SnapshotOptions<SupersetGrant> = { issuer, grant, dashboard: 'd1' }

test('the app page is on the origin of Superset unless the app names its own', () => {
  const settings = readSettings(options)
  expect(settings).toMatchObject({
    ...{ domain: 'https://bi.example.com/analytics', appOrigin: 'https://bi.example.com' },
    ...{ format: 'png', width: 1200, scale: 2, isDark: false, timeoutMs: 60_000, maxConcurrentSnapshots: 2 },
  })
  expect([...settings.openOrigins]).toEqual(['https://bi.example.com'])
  const other = readSettings({
    ...options,
    appOrigin: 'https://app.example.com',
    assetOrigins: ['https://cdn.example.com'],
  })
  expect(other.appOrigin).toBe('https://app.example.com')
  expect([...other.openOrigins]).toEqual([
    'https://bi.example.com',
    'https://app.example.com',
    'https://cdn.example.com',
  ])
})

test('the title bar, the controls of charts and the open filter bar are left out unless the app shows them', () => {
  const hidden = { hideTitle: true, hideChartControls: true, filters: { expanded: false } }
  expect(readSettings(options).embed).toMatchObject({ id: 'd1', dashboardUiConfig: hidden })
  const shown = readSettings({ ...options, dashboardUiConfig: { hideTitle: false } })
  expect(shown.embed).toMatchObject({ dashboardUiConfig: { ...hidden, hideTitle: false } })
})

test('only the dark theme sets the mode', () => {
  expect(readSettings(options).embed).not.toHaveProperty('themeMode')
  expect(readSettings({ ...options, theme: 'dark' })).toMatchObject({
    isDark: true,
    embed: { themeMode: 'dark' },
  })
})

const wrong: Record<string, [Partial<Record<keyof SnapshotOptions<never> | 'colour', unknown>>, RegExp]> = {
  'an unknown option': [{ colour: 'red' }, /colour: not known to snapshot.*option-invalid/],
  'no issuer': [{ issuer: undefined }, /issuer is missing.*option-invalid/],
  'no grant': [{ grant: undefined }, /grant-invalid/],
  'a grant without rules': [{ grant: { viewer: 'ana', dashboards: ['d1'], rls: [] } }, /grant-invalid/],
  'a dashboard that is not granted': [{ dashboard: 'd2' }, /does not list the dashboard "d2".*denied/],
  'no dashboard': [{ dashboard: undefined }, /denied/],
  'another format': [{ format: 'jpeg' }, /format is not one of png, pdf/],
  'another theme': [{ theme: 'system' }, /theme is not one of light, dark/],
  'a width that cuts the dashboard': [{ width: 100 }, /width is not a number from 600 to 4000/],
  'a width as a text': [{ width: '1200' }, /width is not a number/],
  'a width that is not a number': [{ width: Number.NaN }, /width is not a number/],
  'a scale': [{ scale: 10 }, /scale is not a number from 1 to 3/],
  'no time': [{ timeoutMs: 0 }, /timeoutMs is not a number/],
  'no jobs': [{ maxConcurrentSnapshots: 0 }, /maxConcurrentSnapshots is not a number/],
  'an origin with a path': [{ appOrigin: 'https://app.example.com/reports' }, /appOrigin has a path/],
  'an origin without a scheme': [{ appOrigin: 'app.example.com' }, /appOrigin is not an address/],
  'an origin with a password': [
    { assetOrigins: ['https://a:b@cdn.example.com'] },
    /assetOrigins holds credentials/,
  ],
}

test.each(Object.entries(wrong))('%s is refused', (_what, [given, message]) => {
  const read = () => readSettings({ ...options, ...given } as SnapshotOptions<SupersetGrant>)
  expect(read).toThrow(message)
  expect(read).not.toThrow(/canary/)
})

test('a dashboard of Embeddable is refused', () => {
  const other = embeddableApi({ apiKey: 'key', region: 'eu' })
  const given = {
    issuer: other,
    grant: { viewer: 'ana', dashboards: ['d1'], securityContext: {} },
    dashboard: 'd1',
  }
  expect(() => readSettings(given as never)).toThrow(/one of Embeddable/)
})
