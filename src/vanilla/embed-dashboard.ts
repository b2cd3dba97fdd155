import { createEmbed } from '../client/create-embed'
import { setFirstHeight } from '../client/first-height'
import type { DashboardDescriptor } from '../core/descriptor'
import { GuestpassError } from '../core/errors'
import { ownProperties } from '../core/own-properties'
import {
  type AnyEmbedOptions,
  type CommonEmbedOptions,
  type EmbedHandle,
  handleOf,
} from '../platforms/dashboard'
import { isSameMount, mountOf } from '../platforms/mount-target'
import { type PlatformOptions, platformsOf } from '../platforms/platforms'
import type { ObservedDataMask } from '../platforms/superset/types'

/**
 * The options of the official SDK, and ours. The dashboard is an `id`, or a `dashboard` that `npx guestpass generate` wrote.
 * Options of Superset and of Embeddable do not go together.
 */
export type EmbedDashboardOptions<Dashboard extends DashboardDescriptor | undefined = undefined> =
  CommonDashboardOptions & PlatformOptions<Dashboard>

/** The options of every dashboard on a page without React. */
export interface CommonDashboardOptions extends CommonEmbedOptions {
  /** The element that the frame is put into. It holds one dashboard. */
  readonly mountPoint: HTMLElement | null
  /** Takes the dashboard off the page when it aborts. Before the dashboard has its token, `embedDashboard` rejects. */
  readonly signal?: AbortSignal | undefined
}

/** A dashboard on the page. */
export interface EmbeddedDashboard<Dashboard extends DashboardDescriptor | undefined = undefined>
  extends EmbedHandle {
  /**
   * Changes options; all others stay. `undefined` is the default of an option. A page that cannot take over an option starts
   * again. `mountPoint` and `signal` do not change.
   */
  update(changes: Partial<EmbedDashboardOptions<Dashboard>>): void
  /**
   * Takes the dashboard off the page, and leaves the mount point as it was. Call it before you remove the mount point: only
   * then `keepAlive` can keep the dashboard.
   */
  unmount(): void
}

const ELEMENT_NODE = 1

/**
 * Embeds a dashboard, and resolves when the dashboard has its token.
 *
 * An error that the embed retries by itself (`error.retry === 'automatic'`) is reported to `onError` only, also before the
 * first token.
 *
 * @throws {GuestpassError} when a person or a developer has to act first (`error.retry` is not `'automatic'`). Nothing stays
 * mounted then.
 */
export async function embedDashboard<Dashboard extends DashboardDescriptor | undefined = undefined>(
  given: EmbedDashboardOptions<Dashboard>,
): Promise<EmbeddedDashboard<Dashboard>> {
  // Which names `update` knows is a matter of types only.
  return embed(given) as Promise<EmbeddedDashboard<Dashboard>>
}

async function embed(given: CommonDashboardOptions & AnyEmbedOptions): Promise<EmbeddedDashboard> {
  const options = ownProperties(given)
  const { mountPoint, signal } = options
  // Not `instanceof`: the element can be in another window, and a server has no `Element`.
  if (mountPoint?.nodeType !== ELEMENT_NODE) {
    throw new GuestpassError(
      'option-invalid',
      'mountPoint is not an element. Pass the element for the dashboard.',
    )
  }
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => mount(options, mountPoint, { resolve, reject }))
}

/** How the promise of `embedDashboard` ends. */
interface Ending {
  resolve(dashboard: EmbeddedDashboard): void
  reject(reason: unknown): void
}

function mount(
  first: CommonDashboardOptions & AnyEmbedOptions,
  mountPoint: HTMLElement,
  { resolve, reject }: Ending,
): void {
  const { signal } = first
  let options = first
  let mounted = mountOf(options, mountPoint)
  let isEmbedded = false
  let isEnded = false
  const onAbort = () => end(signal?.reason)
  const embed = createEmbed<ObservedDataMask>({
    platforms: platformsOf,
    options: () => options,
    onView({ state, error }) {
      if (state === 'token-sent' || state === 'ready') settle()
      else if (!isEmbedded && error && error.retry !== 'automatic') end(error)
      // Again after an end, which gave the room back.
      else if (isEmbedded && state === 'connecting') setFirstHeight(mountPoint, options.height)
    },
  })

  /** From now on errors are for `onError`, and `retry()` or a return to the tab starts an ended dashboard again. */
  function settle(): void {
    isEmbedded = true
    resolve({ ...handleOf(embed), update, unmount })
  }

  function update(changes: Partial<CommonDashboardOptions & AnyEmbedOptions>): void {
    if (isEnded) return
    options = { ...options, ...ownProperties(changes) }
    const next = mountOf(options, mountPoint)
    if (isSameMount(mounted, next)) embed.update()
    else {
      mounted = next
      embed.mount(next.target)
    }
    if (!isEnded) setFirstHeight(mountPoint, options.height, false)
  }

  function unmount(): void {
    isEnded = true
    signal?.removeEventListener('abort', onAbort)
    // With `keepAlive` the first call moves the dashboard away, and the second call does nothing.
    embed.hide()
    embed.unmount()
  }

  /** Nothing stays mounted behind a promise that is rejected. */
  function end(reason: unknown): void {
    unmount()
    reject(reason)
  }

  signal?.addEventListener('abort', onAbort)
  const isEmpty = !mountPoint.clientHeight
  embed.mount(mounted.target)
  // A kept dashboard has set its height already.
  if (!isEnded) setFirstHeight(mountPoint, options.height, isEmpty && !mountPoint.style.height)
}
