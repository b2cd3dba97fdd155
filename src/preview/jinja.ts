import { ToolError } from '../core/tool-error'
import type { JsonObject } from './json'
import { type Rendering, readMarks, withMarks } from './marks'
import type { Peers } from './peers'
import { isTemplate, type Part, partsOf } from './template'

export interface Jinja {
  readonly parts: readonly Part[]
  /** @throws {ToolError} `model-invalid` */
  render(securityContext: JsonObject): Rendering
}

/** Renders the Jinja of a model. A model without Jinja stays as it is. */
export function createJinja(model: string, { Environment }: Peers): Jinja {
  if (!isTemplate(model)) {
    const part: Part = { kind: 'text', start: 0, text: model, code: '' }
    const marked: Rendering = { text: model, stretches: [{ part, text: model, start: 0 }] }
    return { parts: [part], render: () => marked }
  }
  const parts = partsOf(model)
  const environment = new Environment()
  environment.addTemplate('list', LIST)
  add(MODEL, model)
  add('marked.yml', withMarks(parts))

  /** By its name JSON is what values are escaped for, as in the service. */
  function add(name: string, template: string): void {
    attempt(() => environment.addTemplate(name, `{% from 'list' import list %}${template}`))
  }

  return {
    parts,
    render(securityContext) {
      const context = { COMPILE_CONTEXT: { securityContext } }
      return attempt(() => {
        const text = environment.renderTemplate(MODEL, context)
        const marked = readMarks(environment.renderTemplate('marked.yml', context), parts)
        if (marked.text !== text) {
          throw new Error('this preview cannot follow its Jinja')
        }
        return marked
      })
    },
  }
}

const MODEL = 'model.yml'

/** As the service's own does it: between quotes, which are not escaped. */
const LIST = `{% macro list(values) %}({% for value in (values if values is sequence else [values] if values else []) -%}
'{{ value | safe }}'{% if not loop.last %}, {% endif %}{% else %}NULL{% endfor %}){% endmacro %}`

function attempt<T>(run: () => T): T {
  try {
    return run()
  } catch (cause) {
    // A sentence, and an excerpt below it.
    const [what = ''] = String(cause instanceof Error ? cause.message : cause).split('\n')
    throw new ToolError('model-invalid', `The model cannot be rendered: ${what}.`, { cause })
  }
}
