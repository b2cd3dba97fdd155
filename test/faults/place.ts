/** Whether the viewer has the same tab and the same filter as before a situation. */
export interface Place {
  readonly isTabKept: boolean
  readonly isFilterKept: boolean
}

/** The parts of the place that are lost, in words. Empty when the place is kept, or was not asked for. */
export function lostOf(place: Place | undefined): string {
  if (!place) return ''
  const lost = [!place.isTabKept && 'tab', !place.isFilterKept && 'filter'].filter(Boolean)
  return lost.length > 0 ? `${lost.join(' and ')} lost` : ''
}
