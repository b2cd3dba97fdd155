import type { Request } from 'express'
import type { AppAddress } from '../server/route/incoming-request'

/**
 * The address under which the app was requested. `X-Forwarded-Host` counts only where the app set `trust proxy`, as
 * Express documents. Express 4 offers no host with its port, so this is what `request.host` of Express 5 does.
 */
export function addressOf(request: Request): AppAddress {
  const { headers, socket, app, secure } = request
  const forwarded = String(headers['x-forwarded-host'] ?? '')
  const trust: unknown = app?.get('trust proxy fn')
  const isTrusted = forwarded !== '' && typeof trust === 'function' && trust(socket.remoteAddress, 0) === true
  // Each proxy appends its own: the first is what the browser requested.
  const host = isTrusted ? (forwarded.split(',')[0] ?? '').trim() : (headers.host ?? '')
  return { host, isHttps: secure === true }
}
