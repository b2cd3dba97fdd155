import { type APIRequestContext, expect } from '@playwright/test'

/** Says which origins may show a dashboard; none is all. */
export async function allowDomains(
  signedIn: APIRequestContext,
  url: string,
  slug: string,
  domains: readonly string[],
): Promise<void> {
  const { result } = await (await signedIn.get(`${url}/api/v1/security/csrf_token/`)).json()
  const answer = await signedIn.post(`${url}/api/v1/dashboard/${slug}/embedded`, {
    headers: { 'x-csrftoken': result, referer: url },
    data: { allowed_domains: domains },
  })
  expect(await answer.text()).toContain('allowed_domains')
}
