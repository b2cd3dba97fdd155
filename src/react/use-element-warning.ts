import { useEffect, useRef } from 'react'
import { type EmbedCallbacks, logWarning } from '../client/report'
import { GuestpassError } from '../core/errors'
import { ownProperties } from '../core/own-properties'
import { useEffectBeforePaint } from './before-paint'

const WITHOUT_ELEMENT_MS = 5_000

/** Warns the app when its hook has had no element for 5 s. The component always has an element. */
export function useElementWarning(
  element: HTMLElement | null,
  options: Pick<EmbedCallbacks, 'onWarning'>,
): void {
  const latest = useRef(options)
  useEffectBeforePaint(() => {
    latest.current = options
  })
  useEffect(() => {
    if (element) return undefined
    const timer = setTimeout(() => {
      const { onWarning = logWarning } = ownProperties(latest.current)
      onWarning(new GuestpassError('option-invalid', 'useEmbed has no element. Put its `ref` on an element.'))
    }, WITHOUT_ELEMENT_MS)
    return () => clearTimeout(timer)
  }, [element])
}
