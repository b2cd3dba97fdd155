import { useEffect, useLayoutEffect } from 'react'

/**
 * Before paint, so that a frame starts loading first, and so that everything of a viewer who goes is released
 * before anything of the next one asks. A server has no layout to have effects on.
 */
export const useEffectBeforePaint = typeof document === 'undefined' ? useEffect : useLayoutEffect
