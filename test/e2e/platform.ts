/** A dashboard system for tests: the sandbox, or the real Superset. */
export interface TestPlatform {
  readonly url: string
  readonly username: string
  readonly password: string
  readonly guestSecret: string
  readonly audience: string
  readonly dashboards: readonly { readonly title: string; readonly embedId: string }[]
  stop(): Promise<void>
}

/** The life of a token: a test sees it end, and the routes still accept it (at least 20 s). */
export const TOKEN_SECONDS = 24

/** Starts the sandbox, or the real Superset when `GUESTPASS_PLATFORM` is `superset`. */
export async function startPlatform(): Promise<TestPlatform> {
  if (process.env.GUESTPASS_PLATFORM === 'superset') {
    const { startSuperset } = await import('../../scripts/superset/serve.ts')
    return startSuperset({ guestTokenSeconds: TOKEN_SECONDS })
  }
  const { startSandbox } = await import('../../examples/sandbox/sandbox.ts')
  return startSandbox({ guestTokenSeconds: TOKEN_SECONDS })
}
