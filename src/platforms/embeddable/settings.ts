/**
 * The options of an Embeddable dashboard become settings here, and nowhere else: own properties only, checked, with their
 * defaults. No other file of this folder receives the options.
 */

import { GuestpassError } from '../../core/errors'
import { checkTypes } from '../../core/option-types'
import { ownProperties } from '../../core/own-properties'
import { readBaseUrl } from './base-url'
import type { Sign } from './element'
import type { EmbeddableOptions, EmbeddableVariables } from './types'

/** What an app may pass: it may also pass an option of Superset, which is warned about. */
export type GivenOptions = EmbeddableOptions & { readonly refreshEvery?: unknown }

export interface EmbeddableSettings
  extends Pick<EmbeddableOptions, 'nonce' | 'baseUrl' | 'onVariablesChange'> {
  /** The signs that the first element gives before it has loaded: an element with a canvas reports the canvas last. */
  readonly signs: readonly Sign[]
  /** Whether a renewed token is set on the same element. */
  readonly keepsElement: boolean
  readonly variables: EmbeddableVariables
  readonly clientContext: object
  /** The dashboard works, but a part of the options does not. */
  readonly warning: GuestpassError | undefined
}

/** @throws {GuestpassError} `option-invalid` */
export function readEmbeddableOptions(given: GivenOptions): EmbeddableSettings {
  const options = ownProperties(given)
  checkTypes(options)
  const { nonce, baseUrl, onVariablesChange } = options
  return {
    nonce,
    baseUrl: readBaseUrl(baseUrl),
    onVariablesChange,
    signs: options.customCanvas ? ['customCanvasReady'] : [],
    keepsElement: options.tokenRenewal === 'attribute',
    variables: readObject(options, 'variables'),
    clientContext: readObject(options, 'clientContext'),
    warning: options.refreshEvery === undefined ? undefined : new GuestpassError('not-supported', NO_REFRESH),
  }
}

/** The element takes objects as JSON. */
function readObject(
  options: EmbeddableOptions,
  name: 'variables' | 'clientContext',
): Readonly<Record<string, unknown>> {
  const { [name]: value = {} } = options
  try {
    JSON.stringify(value)
  } catch (cause) {
    throw new GuestpassError(
      'option-invalid',
      `${name} cannot be written as JSON. Remove circular references and values of the type bigint.`,
      { cause },
    )
  }
  return ownProperties(value)
}

const NO_REFRESH =
  'refreshEvery is an option of Superset, which Embeddable dashboards do not have. Remove it.'
