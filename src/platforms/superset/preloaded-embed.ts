import { EmbedDriver, type EmbedOwner, type EmbedTarget } from '../../client/embed-driver'
import { loadKeptEmbeds } from '../../client/load-kept-embeds'
import { platformsOf } from '../platforms'

/**
 * Hands the token to the page in a parked frame, so that its charts are drawn before the dashboard is mounted.
 *
 * @param isParked whether the frame still waits for its dashboard
 * @param signal drops the dashboard, unless a component has taken it
 */
export async function drawPreloaded(
  target: Omit<EmbedTarget, 'mountPoint'>,
  options: object,
  isParked: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  const { addPreloaded } = await loadKeptEmbeds()
  if (!isParked()) return
  const create = (owner: EmbedOwner) => new EmbedDriver({ ...target, ...owner, platforms: platformsOf })
  signal.addEventListener('abort', addPreloaded(target, options, create))
}
