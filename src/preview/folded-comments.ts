/** Comments that depend on the version of Cube. */

import { applyEdits } from './edit'
import type { LocatedFinding } from './finding'

export function foldedCommentsOf(source: string, blocks: readonly number[]): readonly LocatedFinding[] {
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
