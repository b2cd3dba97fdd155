/** Findings about the file: what Embeddable's push refuses, and comments that depend on the version of Cube. */

import { applyEdits } from './edit'
import type { Found } from './finding'
import type { Peers } from './peers'

/** Embeddable's push reads the file as YAML before Jinja is rendered, and refuses a file that is not YAML. */
export function pushRefusalOf(source: string, { yaml }: Pick<Peers, 'yaml'>): readonly Found[] {
  const { errors } = yaml.parseDocument(source, { logLevel: 'silent', prettyErrors: false })
  const [error] = errors
  if (!error) return []
  return [
    {
      code: 'push-refused',
      offset: error.pos[0],
      path: '',
      message: `Embeddable's push reads the file as YAML before it renders Jinja, and refuses this file: ${error.message}.`,
      advice: 'Keep Jinja inside a block (sql: >) or between quotes, and put macros on one line behind #.',
    },
  ]
}

export function foldedCommentsOf(source: string, blocks: readonly number[]): readonly Found[] {
  return blocks.map((offset) => ({
    code: 'folded-comment',
    offset,
    path: '',
    message:
      'A -- comment stands in a folded block (sql: >). Cube versions that fold the lines take the SQL after the comment, filters too, for a part of the comment. New versions keep the lines, and the SQL above shows that.',
    advice: 'Write sql: | in place of sql: >, or /* … */ for the comment.',
    ...(source[offset] === '>' && {
      fixedModel: applyEdits(source, [{ start: offset, end: offset + 1, text: '|' }]),
    }),
  }))
}
