import type { Check } from '../../../src/cli/doctor/check'
import type { Subject } from '../../../src/cli/doctor/subject'

/** A status, or a status and a body, by the path that is asked for. */
export type Answers = Readonly<Record<string, number | readonly [number, unknown]>>

const URL_OF_SUPERSET = 'https://bi.example.com'

/** The issuer that mints starts its own session. */
const SESSION: Answers = { '/api/v1/security/csrf_token/': [200, { result: 'a-csrf-token' }] }

/** A subject whose Superset starts sessions, returns these answers, and answers 404 to any other path. */
export function answering(answers: Answers): Subject {
  const answer = async (path: string) => {
    const found = { ...SESSION, ...answers }[path] ?? 404
    const [status, body] = typeof found === 'number' ? [found, {}] : found
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
  }
  const at = (path: string) => answer(path)
  return {
    fetch: (input) => answer(String(input).replace(URL_OF_SUPERSET, '')),
    url: URL_OF_SUPERSET,
    dashboard: 'an-embed-id',
    answer: { sentAtMs: Date.now(), receivedAtMs: Date.now(), headers: new Headers() },
    isEmbeddingOn: true,
    isEmbedded: true,
    embedding: { numericId: 1 },
    session: {
      url: URL_OF_SUPERSET,
      accessToken: 'an-access-token',
      get: at,
      getAsNobody: at,
      post: at,
      put: at,
    },
  }
}

/** What is found, as `status id`. */
export async function found(check: Check, subject: Subject): Promise<readonly string[]> {
  const { findings } = await check.run(subject)
  return findings.map(({ status, id }) => `${status} ${id}`)
}

/** A subject whose Superset answers a request for a guest token with what `mint` returns for the body of the request. */
export function minting(mint: (body: Readonly<Record<string, unknown>>) => Response): Subject {
  const subject = answering({})
  return {
    ...subject,
    fetch: async (input, init) =>
      String(input) === `${URL_OF_SUPERSET}/api/v1/security/guest_token/`
        ? mint(JSON.parse(String(init?.body)))
        : subject.fetch(input, init),
  }
}
