/** The part of a request for a token that Embeddable's API does not have. */
export type RefusedSubject = 'environment' | 'savedVersion' | 'embeddable'

/**
 * The sentences of the API are not published. A sentence about an environment or a version also names the embeddable, and
 * only without them is it a sentence about the embeddable.
 */
const SUBJECTS: readonly (readonly [subject: RefusedSubject, words: RegExp])[] = [
  ['environment', /environment/i],
  ['savedVersion', /saved[ _-]?version|(?<!api )\bversion\b|not (?:been )?published|unpublished/i],
  [
    'embeddable',
    /embeddable\b[^.]{0,60}\b(?:not (?:be )?found|(?:does )?not exist)|not? (?:find|such) embeddable/i,
  ],
]

/**
 * Returns the part of the request that a refusal with 400 or 404 is about. `undefined` for every other refusal.
 *
 * @param mentions whether the answer contains such words
 */
export function refusedSubject(
  status: number,
  mentions: (words: RegExp) => boolean,
): RefusedSubject | undefined {
  if (status !== 400 && status !== 404) return undefined
  return SUBJECTS.find(([, words]) => mentions(words))?.[0]
}
