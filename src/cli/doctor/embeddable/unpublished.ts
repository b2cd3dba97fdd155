import { type Finding, fail } from '../finding'
import type { EmbeddableAccess } from './access'

/** What the issuer requests without `savedVersion`. */
export const DEFAULT_VERSION = 'production'

/**
 * The finding for an embeddable without the saved version that the app shows.
 *
 * @param start the beginning of the sentence
 * @param others the tags under which it is published
 */
export function unpublished(
  { id, savedVersion = DEFAULT_VERSION }: EmbeddableAccess,
  start: string,
  others: readonly string[] = [],
): Finding {
  const [other] = others
  const instead =
    other === undefined
      ? ''
      : `\nOr show another version, in the app and here:\n  embeddableApi({ …, savedVersion: '${other}' })\n  --embeddable-version ${other}`
  return fail(
    'embeddable-unpublished',
    `${start}the embeddable ${id} has no saved version ${savedVersion}.`,
    `Publish it as ${savedVersion}, in the builder under Publish.${instead}`,
  )
}
