/** What a dashboard system for the end-to-end suite gives: the sandbox and the real Superset both do. */
export interface TestPlatform {
  readonly url: string
  readonly username: string
  readonly password: string
  readonly guestSecret: string
  readonly audience: string
  readonly dashboards: readonly { readonly title: string; readonly embedId: string }[]
  stop(): Promise<void>
}

/** Short enough to see a token end within a test, long enough to be allowed (20 s). */
export const TOKEN_SECONDS = 24
