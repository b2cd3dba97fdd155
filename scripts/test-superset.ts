import { appStep } from './app-step.ts'
import { ensureChromium } from './browsers/chromium.ts'
import { runSteps } from './steps.ts'

await ensureChromium()

runSteps('test-superset', [
  { name: 'build', command: ['tsup', '--silent'] },
  appStep({ browser: 'chromium', platform: 'superset' }),
])
