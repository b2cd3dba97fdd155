import { ask } from '../../../src/cli/ask'
import type { Check } from '../../../src/cli/doctor/check'
import { runChecks } from '../../../src/cli/doctor/check'
import type { Subject } from '../../../src/cli/doctor/subject'

/** What these checks find, as `status id`, with the words for a person under it. */
export async function found(checks: readonly Check[], subject: Partial<Subject>) {
  const nothing = () => {}
  const { fetch = globalThis.fetch } = subject
  const given: Subject = {
    url: 'https://bi.example.com',
    ...subject,
    fetch: (input, init) => ask(fetch, String(input), init),
  }
  const findings = await runChecks(checks, given, { onStart: nothing, onFinding: nothing })
  return {
    ids: findings.map(({ status, id }) => `${status} ${id}`),
    /** Without the checks that found no problem. */
    problems: findings
      .filter(({ status }) => status === 'warn' || status === 'fail')
      .map(({ status, id }) => `${status} ${id}`),
    text: JSON.stringify(findings),
  }
}
