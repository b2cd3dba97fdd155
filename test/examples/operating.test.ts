import { Registry } from 'prom-client'
import { afterEach, expect, test, vi } from 'vitest'
import { openTelemetryHooks } from '../../examples/operating/opentelemetry'
import { prometheusHooks } from '../../examples/operating/prometheus'
import { GuestpassError, guestTokenHandler, type Hooks } from '../../src/server'
import { grant, issuer } from '../server/token-route.contract'

afterEach(() => {
  vi.restoreAllMocks()
})

/** One mint, one denied id, one request without a session and one failure. */
async function happen(hooks: Hooks): Promise<number[]> {
  vi.spyOn(console, 'error').mockReturnValue()
  const failing = {
    ...issuer,
    mint: () => Promise.reject(new GuestpassError('issuer-unavailable', 'no answer')),
  }
  const routes = [
    guestTokenHandler({ issuer, authorize: () => grant, ...hooks }),
    guestTokenHandler({ issuer, authorize: () => null, ...hooks }),
    guestTokenHandler({ issuer: failing, authorize: () => grant, ...hooks }),
  ]
  const ask = { method: 'POST', headers: { 'content-type': 'application/json' } }
  const body = (ids: readonly string[]) => JSON.stringify({ dashboards: ids })
  const bodies = [body(['d1', 'd9']), body(['d1']), body(['d1'])]
  const answers = routes.map((route, index) =>
    route(new Request('https://app.example.com/guest-token', { ...ask, body: bodies[index] ?? '' })),
  )
  return (await Promise.all(answers)).map(({ status }) => status)
}

test('Prometheus counts the events of the route, without a viewer, id, rule or token', async () => {
  const registry = new Registry()
  expect(await happen(prometheusHooks(registry))).toEqual([200, 401, 503])
  const text = await registry.metrics()
  expect(text).toContain('guestpass_mint_duration_seconds_count 1')
  expect(text).toContain('guestpass_denied_total{code="denied"} 1')
  expect(text).toContain('guestpass_denied_total{code="session-ended"} 1')
  expect(text).toContain('guestpass_errors_total{code="issuer-unavailable"} 1')
  expect(text).not.toMatch(/\bana\b|d1|d9|rls-value|eyJ/)
})

test('the hooks for OpenTelemetry run where no SDK is set up', async () => {
  expect(await happen(openTelemetryHooks())).toEqual([200, 401, 503])
})
