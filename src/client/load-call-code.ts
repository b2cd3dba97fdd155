import { GuestpassError } from '../core/errors'

/** Loads the code of calls, which many apps never use. Rejects with `unreachable` when it does not load. */
export const loadCallCode = (method: string) =>
  import('./call-when-ready').catch((cause) => {
    throw new GuestpassError('unreachable', `${method}: a script of the app does not load.`, { cause })
  })
