import type { Hooks } from 'guestpass/server'
import { Counter, Histogram, type Registry } from 'prom-client'

/** The hooks of the token route, as metrics of Prometheus. Labels are only codes: viewers and ids are unlimited. */
export function prometheusHooks(registry: Registry): Hooks {
  const registers = [registry]
  const mints = new Histogram({
    name: 'guestpass_mint_duration_seconds',
    help: 'How long the issuer took for a guest token',
    buckets: [0.001, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
    registers,
  })
  const labelNames = ['code'] as const
  const denied = new Counter({
    name: 'guestpass_denied_total',
    help: 'Token requests that were turned away',
    labelNames,
    registers,
  })
  const errors = new Counter({
    name: 'guestpass_errors_total',
    help: "Failures of the app's own, or of the issuer",
    labelNames,
    registers,
  })
  return {
    onMint: ({ durationMs }) => mints.observe(durationMs / 1000),
    onDenied: ({ code }) => denied.inc({ code }),
    onError(error, { code, viewer }) {
      errors.inc({ code })
      // A custom onError replaces the default, which logs the error.
      console.error(viewer, error)
    },
  }
}
