import { ensureChromium } from './browsers/chromium.ts'
import { RESULTS, runSteps } from './steps.ts'

await ensureChromium()

runSteps('test-superset', [
  { name: 'build', command: ['tsup', '--silent'] },
  {
    name: 'the app in Chromium, on a real Superset',
    command: ['playwright', 'test'],
    env: { GUESTPASS_PLATFORM: 'superset' },
    results: { file: `${RESULTS}/superset.json`, format: 'playwright' },
  },
])
