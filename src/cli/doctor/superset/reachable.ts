import { ToolError } from '../../../core/tool-error'
import { check } from '../check'
import { fail, NO_ANSWER, ok } from '../finding'
import { asUnreachable } from '../unreachable'

export const reachable = check({
  name: 'reachable',
  about: 'whether a Superset answers at the address, and not a proxy or a login page',
  problems: {
    [NO_ANSWER]: 'nothing answers at the address',
    'not-superset': 'something else answers at the address, or Superset is not healthy',
  },
  async run({ fetch, url }) {
    const sentAtMs = Date.now()
    const response = await fetch(`${url}/health`).catch(asUnreachable)
    if (response instanceof ToolError) {
      const fix = 'Check the address, that Superset runs, and that this machine reaches it.'
      return fail(NO_ANSWER, response.sentence, fix)
    }
    const { status, headers } = response
    const receivedAtMs = Date.now()
    const isHealthy = status === 200 && (await response.text()).trim() === 'OK'
    if (!isHealthy) return notSuperset(url, response)
    return {
      findings: [ok('reachable', `${url} answers`)],
      learnt: { answer: { sentAtMs, receivedAtMs, headers } },
    }
  },
})

function notSuperset(url: string, { status, headers }: Response) {
  const target = headers.get('location')
  const to = target && URL.canParse(target, url) ? ` to ${new URL(target, url).origin}` : ''
  return status >= 300 && status < 400
    ? fail(
        'not-superset',
        `${url}/health redirects${to} (${status}).`,
        'Give the address that it redirects to, or an address without the login of a proxy in front.',
      )
    : fail(
        'not-superset',
        `${url}/health answers ${status}, not Superset's "OK".`,
        'Give the address of Superset itself, with its path where it has one (SUPERSET_APP_ROOT).',
      )
}
