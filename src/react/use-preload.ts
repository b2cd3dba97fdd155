import { useEffect, useRef } from 'react'
import { type PreloadOptions, preload } from '../platforms/superset/preload'
import { useEffectBeforePaint } from './before-paint'
import { useTokenRoute } from './provider'

/**
 * Loads a dashboard ahead of the component that will show it, for as long as the calling one is mounted: give it the
 * props that the dashboard will have.
 */
export function usePreload(options: PreloadOptions): void {
  const route = useTokenRoute()
  const latest = useRef(options)
  useEffectBeforePaint(() => {
    latest.current = options
  })
  // Literal objects are new on every render: what they say is compared, not who they are.
  const said = JSON.stringify(options)
  useEffect(() => (said ? preload({ ...route, ...latest.current }) : undefined), [route, said])
}
