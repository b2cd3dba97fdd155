import { useEffect, useState } from 'react'
import type { EmbedHandle } from '../platforms/dashboard'
import type { ScrollSize } from '../platforms/superset/types'

/** The size of a dashboard's content in CSS pixels, for a layout of your own; `undefined` until it is known. */
export function useScrollSize({
  observeScrollSize,
}: Pick<EmbedHandle, 'observeScrollSize'>): ScrollSize | undefined {
  const [size, setSize] = useState<ScrollSize>()
  useEffect(() => observeScrollSize(setSize), [observeScrollSize])
  return size
}
