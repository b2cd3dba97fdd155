/**
 * Refuses grants that have the right form and cannot be meant. The route loads this file with its first grant, so that it is
 * not in what an app loads first.
 */

import { GuestpassError } from '../../core/errors'
import type { ParsedGrant, ViewerGrant } from '../grant'

/** Throws `grant-invalid`, naming every mistake and never its value. */
export function refuseMistakes({ viewer }: ViewerGrant, parts: readonly ParsedGrant[]): void {
  const mistakes = [...viewerMistakes(viewer), ...parts.flatMap(partMistakes)]
  if (mistakes.length > 0) throw new GuestpassError('grant-invalid', mistakes.join(' '))
}

/** What `String()` and a template make of a missing value or of an object. Two people would have the same key. */
function viewerMistakes(viewer: string): readonly string[] {
  return /^(undefined|null|NaN|\[object \w+])$/.test(viewer)
    ? [
        "The grant's viewer is the text of a missing value or of an object, so several people would share it. Pass the key of the signed-in person, and await what returns a promise.",
      ]
    : []
}

function partMistakes({ dashboards, rls }: ParsedGrant & { readonly rls?: unknown }): readonly string[] {
  const isNoId = (id: string) => /[\s/]/.test(id)
  const isNoCondition = (rule: unknown) => /^\s*where\b|;\s*$/i.test(String(Object(rule).clause))
  return [
    ...dashboards.flatMap((id, index) => (isNoId(id) ? `The grant's dashboards[${index}] ${NO_ID}` : [])),
    ...(Array.isArray(rls) && rls.some(isNoCondition) ? [NO_CONDITION] : []),
  ]
}

const NO_ID =
  'contains a space, a line end or a slash. Write only the embed id, as Superset\'s "Embed dashboard" shows it.'

/** Superset pastes a clause between parentheses, where both are an error in every chart. */
const NO_CONDITION =
  "A clause of the grant's rls begins with WHERE or ends with a semicolon, and every chart would fail. Write only the condition."
