import { useEffect, useState } from 'react'

/** The time on the page's own clock, four times a second; nobody can set that one wrong. */
export function useNow(): number {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 250)
    return () => clearInterval(timer)
  }, [])
  return now
}
