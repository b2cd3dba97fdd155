import { useEffect, useState } from 'react'

/** The time of `performance.now()`, four times a second. The fault "wrong clock" does not change this clock. */
export function useNow(): number {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 250)
    return () => clearInterval(timer)
  }, [])
  return now
}
