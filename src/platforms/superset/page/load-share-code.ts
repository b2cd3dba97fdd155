import { GuestpassError } from '../../../core/errors'

/** Loads the code of `share()`, which most viewers never use. Rejects with `unreachable` when it does not load. */
export const loadShareCode = () =>
  import('./share-link').catch((cause) => {
    throw new GuestpassError('unreachable', 'share: a script of the app does not load. Call share again.', {
      cause,
    })
  })
