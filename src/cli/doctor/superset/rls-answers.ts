import { check } from '../check'
import { type Finding, fail, ok, skipped } from '../finding'
import { chartQuery } from './chart-query'
import { mintToken } from './mint'
import { missingColumns } from './rls'
import { nameOfDataset } from './rule-scope'

export const rlsAnswers = check({
  name: 'rls-answers',
  about:
    'whether the database takes each rule: one chart a dataset that answers without, asked for as a guest with it',
  problems: {
    'rls-rule-fails': 'the database refuses a rule: charts fail',
    'rls-rule-refused': 'Superset mints no token with a rule',
  },
  needs: ['rls', 'session', 'dashboard', 'answeringCharts', 'datasets', 'embedding'],
  async run(subject) {
    const { rls, answeringCharts, datasets, embedding, savedQueries, fetch, url, guestHeader } = subject
    const findings: Finding[] = []
    let asked = 0
    for (const rule of rls) {
      const { token, status } = await mintToken(subject, [rule])
      if (token === undefined) {
        const what = `Minting with rule ${rule.number} alone is answered with ${status}.`
        findings.push(
          fail('rls-rule-refused', what, 'Look at GUEST_TOKEN_VALIDATOR_HOOK in superset_config.py.'),
        )
        continue
      }
      for (const chart of answeringCharts) {
        const dataset = datasets.find(({ id }) => id === chart.datasetId)
        const isMeant = rule.dataset === undefined || rule.dataset === chart.datasetId
        // The check rls reports a dataset that lacks a column.
        if (!dataset || !isMeant || missingColumns(rule, dataset).length > 0) continue
        asked++
        const body = chartQuery(chart, savedQueries?.get(chart.id), embedding.numericId)
        const response = await fetch(`${url}/api/v1/chart/data`, {
          method: 'POST',
          headers: { [guestHeader ?? 'X-GuestToken']: token, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
        if (response.status === 200) continue
        const what = `With rule ${rule.number}, "${chart.name}" on dataset ${nameOfDataset(dataset)} is answered with ${response.status}.`
        const fix =
          'Try the rule as a filter in Superset’s own SQL Lab: its syntax, the quotes around texts, and types.'
        findings.push(fail('rls-rule-fails', what, fix))
      }
    }
    if (findings.length > 0) return { findings }
    if (asked === 0) return { findings: [skipped('rls-answers', NOTHING_TO_ASK)] }
    return { findings: [ok('rls-answers', 'the database takes every rule that fits')] }
  },
})

const NOTHING_TO_ASK = 'no chart that answers without rules is on a dataset that one of them fits.'
