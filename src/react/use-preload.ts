import { useEffect, useRef } from 'react'
import type { DashboardDescriptor } from '../core/descriptor'
import { ownProperties } from '../core/own-properties'
import { type PreloadOptions, preload } from '../platforms/superset/preload'
import { useEffectBeforePaint } from './before-paint'
import { useInherited } from './provider'

/**
 * Loads a dashboard before the component that shows it is mounted, for as long as the calling component is mounted. Pass
 * the props that the dashboard will have.
 */
export function usePreload<Dashboard extends DashboardDescriptor | undefined = undefined>(
  options: PreloadOptions<Dashboard>,
): void {
  const given = ownProperties(options)
  const route = useInherited(given)
  const latest = useRef(given)
  useEffectBeforePaint(() => {
    latest.current = given
  })
  // Literal objects are new at every render, so options are compared by their values.
  const values = JSON.stringify(given)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the options are compared by their values
  useEffect(() => preload({ ...latest.current, ...route }), [route, values])
}
