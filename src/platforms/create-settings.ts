import { type GuestpassError, toGuestpassError } from '../core/errors'
import type { ChannelNews } from '../core/platform'

/** What a platform makes of the options of its dashboards. */
interface Settings {
  /** The dashboard works, but a part of the options does not. */
  readonly warning: GuestpassError | undefined
}

/**
 * Returns the settings of the options as they are at the time of the call, because an app changes them while the
 * dashboard lives. Where a change is not valid, the settings before it stay in force and the app receives a warning.
 *
 * @param read makes the settings of the options. Throws `option-invalid`.
 * @throws {GuestpassError} `option-invalid` when the first options are not valid.
 */
export function createSettings<Options, Result extends Settings>(
  read: (options: Options) => Result,
  options: () => Options,
  emit: (news: ChannelNews) => void,
): () => Result {
  let settings = read(options())
  let warned = ''
  /** The options are read often: the same warning once is enough. */
  function warn(error: GuestpassError): void {
    if (error.message !== warned) emit({ type: 'warning', error })
    warned = error.message
  }
  return () => {
    try {
      settings = read(options())
      if (settings.warning) warn(settings.warning)
    } catch (thrown) {
      warn(toGuestpassError(thrown, 'option-invalid', 'The options cannot be read.'))
    }
    return settings
  }
}
