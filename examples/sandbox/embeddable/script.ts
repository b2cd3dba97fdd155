/** What `<script type="module" src="…/js/v1/?region=…">` loads: the element, which asks where its script is from. */

import { defineFakeEmbeddable, type FakeEmbeddableDashboard } from 'guestpass/testing'

const service = new URL(import.meta.url).origin

defineFakeEmbeddable({
  async load({ token, variables, signal }): Promise<FakeEmbeddableDashboard> {
    const response = await fetch(`${service}/api/v1/dashboard`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ variables }),
      signal,
    })
    const answer = await response.json()
    if (!response.ok) throw new Error(answer.errorMessage)
    return answer
  },
})
