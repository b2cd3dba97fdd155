import { ToolError } from '../../../core/tool-error'
import { commandFor, compareWithSuperset } from '../../generate/check'
import { type Change, isBreaking } from '../../generate/compare'
import { describeChange } from '../../generate/describe-change'
import { check } from '../check'
import { type Finding, fail, ok } from '../finding'

export const descriptor = check({
  name: 'descriptor',
  about: 'whether Superset still has the names and ids of a file that `guestpass generate` wrote',
  problems: {
    'descriptor-outdated': 'filters, tabs, charts or datasets are not as in the file',
    'descriptor-unknown': 'Superset embeds no dashboard of the file',
  },
  needs: ['descriptor', 'session'],
  async run({ descriptor: { file, dashboards }, session }) {
    const advice = `Generate the file again, and change the app where the compiler reports an error:\n  ${commandFor(dashboards, session.url, file)}`
    try {
      // A dataset that the account cannot read is a finding of the check datasets.
      const changes = await compareWithSuperset(session, dashboards, file, () => {})
      return findingOf(changes.filter(isBreaking), file, advice)
    } catch (error) {
      if (!(error instanceof ToolError) || error.code !== 'descriptor-invalid') throw error
      const fix = 'Give the file of this Superset, or generate it, see docs/generate.md.'
      return fail('descriptor-unknown', error.sentence, fix)
    }
  },
})

/** A report of everything is the output of `guestpass generate --check`. */
const MOST_CHANGES = 10

function findingOf(changes: readonly Change[], file: string, advice: string): Finding {
  if (changes.length === 0) return ok('descriptor', `${file} matches.`)
  const lines = changes
    .slice(0, MOST_CHANGES)
    .map((change) => `${change.dashboard}: ${describeChange(change)}`)
  const others = changes.length > lines.length ? ` And ${changes.length - lines.length} more.` : ''
  return fail('descriptor-outdated', `${file} does not match. ${lines.join(' ')}${others}`, advice)
}
