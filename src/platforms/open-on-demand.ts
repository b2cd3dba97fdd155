import { systemClock } from '../client/clock'
import { deadlineMs } from '../client/deadline'
import { GuestpassError, toGuestpassError } from '../core/errors'
import type { Channel, ChannelEvent } from '../core/platform'

/**
 * A channel whose code is loaded on demand. What it is asked before its code has loaded is done afterwards, in the order
 * of the calls. Code that cannot be loaded, or not within 15 s, is the error `unreachable`, and `reload` tries again. A
 * `GuestpassError` that the channel throws when it opens is reported as it is.
 *
 * @param load loads the code. Resolves with the function that opens the channel.
 */
export function openOnDemand(
  load: () => Promise<() => Channel>,
  report: (event: ChannelEvent) => void,
): Channel {
  let isClosed = false
  let channel: Channel | undefined
  let opening: Promise<void> | undefined
  let stopDeadline = () => {}

  async function open(): Promise<void> {
    stopDeadline = systemClock.after(deadlineMs(), fail)
    try {
      const openChannel = await load()
      if (!isClosed) channel = openChannel()
    } catch (cause) {
      opening = undefined
      fail(cause)
    }
    stopDeadline()
  }

  function fail(cause?: unknown): void {
    if (isClosed) return
    report({ type: 'failed', error: toGuestpassError(cause, 'unreachable', NOT_LOADED) })
  }

  function use(act: (open: Channel) => void): void {
    if (channel) act(channel)
    else opening?.then(() => channel && act(channel))
  }

  opening = open()
  return {
    authenticate: (token) => use((open) => open.authenticate(token)),
    reload(mode) {
      if (channel) channel.reload(mode)
      else opening ??= open()
    },
    update: () => use((open) => open.update()),
    async call(method, args) {
      await opening
      if (channel) return channel.call(method, args)
      throw new GuestpassError('unmounted', `${method}: the dashboard is not loaded.`)
    },
    close() {
      isClosed = true
      stopDeadline()
      channel?.close()
      channel = undefined
    },
  }
}

const NOT_LOADED = 'A script of the app does not load.'
