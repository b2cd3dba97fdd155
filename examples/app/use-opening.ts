import { useEffect } from 'react'

/** How long both dashboards are on screen before something breaks by itself. */
const LOOK_MS = 2_000

/** Calls `play` once, a moment after both dashboards are on screen, unless the person did something before. */
export function useOpening(isWanted: boolean, areShown: boolean, play: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another `play` does not begin the wait again
  useEffect(() => {
    if (!isWanted || !areShown) return
    const timer = setTimeout(play, LOOK_MS)
    return () => clearTimeout(timer)
  }, [isWanted, areShown])
}
