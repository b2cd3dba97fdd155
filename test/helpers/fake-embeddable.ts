/**
 * A stand-in for Embeddable, which is not available here: the stand-in of the sandbox, which enforces every documented
 * rule for minting. A test can replace its answers.
 */

import { type EmbeddableSandbox, startEmbeddable } from '../../examples/sandbox/embeddable/embeddable.ts'

export interface FakeEmbeddableService extends EmbeddableSandbox {
  readonly dashboards: readonly string[]
  /** The bodies of the mints so far. */
  readonly mints: readonly Readonly<Record<string, unknown>>[]
  /** How many mints waited for their answers at once, at most. */
  readonly mostAtOnce: number
  /** Answers mints in place of the rules, for as long as it returns something. */
  answerWith(answer: () => FakeAnswer | undefined): void
  /** Takes what is meant for the API of a region to this one, and nothing else. */
  readonly fetch: typeof globalThis.fetch
}

export interface FakeAnswer {
  readonly status: number
  /** A text is sent as it is, anything else as JSON. */
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

const MINT_PATH = '/api/v1/security-token'
const API = /^https:\/\/api\.(us|eu)\.embeddable\.com(?=\/)/

export async function startFakeEmbeddable(): Promise<FakeEmbeddableService> {
  const mints: Readonly<Record<string, unknown>>[] = []
  let override: () => FakeAnswer | undefined = () => undefined
  let waiting = 0
  let mostAtOnce = 0
  const sandbox = await startEmbeddable({
    intercept({ path, body }) {
      if (path !== MINT_PATH) return undefined
      mints.push(Object(body))
      return override()
    },
  })
  return {
    ...sandbox,
    dashboards: sandbox.embeddables.map(({ id }) => id),
    mints,
    get mostAtOnce() {
      return mostAtOnce
    },
    answerWith(answer) {
      override = answer
    },
    async fetch(input, init) {
      const address = String(input)
      if (!API.test(address)) throw new Error(`not an address of Embeddable's API: ${address}`)
      mostAtOnce = Math.max(mostAtOnce, ++waiting)
      return fetch(address.replace(API, sandbox.url), init).finally(() => waiting--)
    },
  }
}

/** The API documents one field for the message of an error. The other bodies come from servers in front of an API. */
export const ERROR_BODIES: readonly unknown[] = [
  { errorMessage: 'upstream-words' },
  { errorMessage: { nested: 'upstream-words' } },
  { message: 'upstream-words' },
  'upstream-words',
]
