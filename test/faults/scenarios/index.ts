import type { Scenario } from '../scenario.ts'
import { CLOCKS } from './clocks.ts'
import { FRAME_LIFE } from './frame-life.ts'
import { FRAMING } from './framing.ts'
import { HOSTILE } from './hostile.ts'
import { LIFETIMES } from './lifetimes.ts'
import { MOUNTING } from './mounting.ts'
import { SESSIONS } from './sessions.ts'
import { TOKEN_ROUTE } from './token-route.ts'

export const SCENARIOS: readonly Scenario[] = [
  ...LIFETIMES,
  ...TOKEN_ROUTE,
  ...SESSIONS,
  ...FRAMING,
  ...FRAME_LIFE,
  ...MOUNTING,
  ...CLOCKS,
  ...HOSTILE,
]
