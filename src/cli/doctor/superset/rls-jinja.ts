import { check } from '../check'
import { fail, ok } from '../finding'
import { hasJinja } from './rule-columns'

export const rlsJinja = check({
  name: 'rls-jinja',
  about: 'whether Superset evaluates rules with Jinja in them',
  problems: { 'rls-jinja-off': 'a rule has Jinja in it, and template processing is off' },
  needs: ['rls', 'flags'],
  run({ rls, flags }) {
    const numbers = [...new Set(rls.flatMap(({ clause, number }) => (hasJinja(clause) ? [number] : [])))]
    if (numbers.length === 0) return ok('rls-jinja', 'no rule has Jinja in it')
    if (flags['ENABLE_TEMPLATE_PROCESSING'] === true) {
      return ok('rls-jinja', 'template processing is on')
    }
    const which = numbers.length === 1 ? `Rule ${numbers[0]} has` : `Rules ${numbers.join(', ')} have`
    const what = `${which} Jinja in it, and template processing is off: the braces reach the database as they are.`
    const fix =
      'Put the value itself into the rule, where the token is minted; or, in superset_config.py:\n' +
      '  FEATURE_FLAGS = {"EMBEDDED_SUPERSET": True, "ENABLE_TEMPLATE_PROCESSING": True}'
    return fail('rls-jinja-off', what, fix)
  },
})
