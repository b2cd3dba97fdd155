import { metrics, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Hooks } from 'guestpass/server'

/** The hooks of the token route, as metrics of OpenTelemetry and on the span of the request. */
export function openTelemetryHooks(): Hooks {
  const meter = metrics.getMeter('guestpass')
  const mints = meter.createHistogram('guestpass.mint.duration', { unit: 'ms' })
  const denied = meter.createCounter('guestpass.denied')
  const errors = meter.createCounter('guestpass.errors')
  return {
    onMint({ durationMs, dashboards }) {
      mints.record(durationMs)
      trace.getActiveSpan()?.addEvent('guestpass.mint', { 'guestpass.dashboards': dashboards.length })
    },
    onDenied: ({ code }) => denied.add(1, { code }),
    onError(error, { code }) {
      errors.add(1, { code })
      trace.getActiveSpan()?.setStatus({ code: SpanStatusCode.ERROR, message: code })
      console.error(error)
    },
  }
}
