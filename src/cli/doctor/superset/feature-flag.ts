import { check } from '../check'
import { fail, ok, skipped } from '../finding'
import { NEEDS } from '../subject'

export const featureFlag = check({
  name: 'feature-flag',
  about: 'whether embedding is on',
  problems: { 'embedding-off': 'the feature flag EMBEDDED_SUPERSET is off' },
  needs: ['answer'],
  run({ flags }) {
    const learnt = { isEmbeddingOn: true } as const
    if (!flags) return { findings: [skipped('feature-flag', NEEDS.flags)], learnt }
    if (flags['EMBEDDED_SUPERSET'] === true) {
      return { findings: [ok('feature-flag', 'EMBEDDED_SUPERSET is on')], learnt }
    }
    const what = 'EMBEDDED_SUPERSET is off: Superset does not embed dashboards, and ignores guest tokens.'
    const fix =
      'Turn it on in superset_config.py, and restart:\n  FEATURE_FLAGS = {"EMBEDDED_SUPERSET": True}'
    return fail('embedding-off', what, fix)
  },
})
