import { expect, test, vi } from 'vitest'
import { withPage } from '../../src/snapshot/browser'
import type { SnapshotSettings } from '../../src/snapshot/settings'

const steps = vi.hoisted(() => ({ onStep: (_step: string) => {}, closed: 0 }))

vi.mock('playwright', () => ({
  chromium: {
    async launch() {
      steps.onStep('launch')
      return {
        on: () => {},
        close: async () => void steps.closed++,
        async newContext() {
          steps.onStep('newContext')
          return {
            async grantPermissions() {},
            async addInitScript() {},
            async newPage() {
              steps.onStep('newPage')
              return { on: () => {} }
            },
          }
        },
      }
    },
  },
}))

const settings = {
  browser: {},
  appOrigin: 'http://localhost',
  openOrigins: new Set<string>(),
  timeoutMs: 1_000,
} as unknown as SnapshotSettings

test.each(['launch', 'newContext', 'newPage', 'job'])(
  'a job whose signal is aborted during %s ends with the reason, and the browser is closed',
  async (abortedIn) => {
    const aborting = new AbortController()
    const reason = new Error('the time is over')
    steps.closed = 0
    steps.onStep = (step) => step === abortedIn && aborting.abort(reason)
    const job = vi.fn(() => {
      steps.onStep('job')
      return new Promise<never>(() => {})
    })
    await expect(withPage(settings, aborting.signal, job)).rejects.toBe(reason)
    expect(job).toHaveBeenCalledTimes(abortedIn === 'job' ? 1 : 0)
    expect(steps.closed).toBe(1)
  },
)
