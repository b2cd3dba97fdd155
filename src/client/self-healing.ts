import type { EmbedState } from '../core/embed-machine'
import type { GuestpassError } from '../core/errors'
import { healInMs } from '../core/heal-policy'
import type { Clock } from './clock'
import { onWake } from './wake'

/** Tries a failed page again by itself: after a time that grows, and at once when the viewer or the network comes back. */
export interface SelfHealing {
  /** Looks at the state after every change. */
  observe(state: EmbedState): void
}

/** @param page the document that the dashboard is in, which can be a popup's */
export function createSelfHealing(
  clock: Clock,
  retry: () => void,
  page: () => Document | undefined,
): SelfHealing {
  let tries = 0
  let failure: GuestpassError | undefined
  let stopWaiting = () => {}

  /** In a hidden tab the viewer does not wait. Their return to the tab is a wake-up. */
  function retryWhenVisible(): void {
    if (page()?.hidden) return
    tries++
    retry()
  }

  function wait(delayMs: number): void {
    const stopTimer = clock.after(delayMs, retryWhenVisible)
    const stopWaking = onWake(retryWhenVisible, page())
    stopWaiting = () => {
      stopTimer()
      stopWaking()
    }
  }

  return {
    observe(state) {
      if (state.name === 'ready') tries = 0
      const before = failure
      failure = state.name === 'failed' ? state.error : undefined
      // A token that was renewed meanwhile changes the state, but does not put the next try off.
      if (failure === before) return
      stopWaiting()
      stopWaiting = () => {}
      const delayMs = failure && healInMs(failure, tries)
      if (delayMs !== undefined) wait(delayMs)
    },
  }
}
