import { GuestpassError } from '../../core/errors'

/**
 * The option `baseUrl`. The element sends the token to this address, so a value that is not an address is refused.
 *
 * @throws {GuestpassError} `option-invalid`
 */
export function readBaseUrl(value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string' && /^https?:\/\/[^@\s]+$/.test(value) && URL.canParse(value)) return value
  throw new GuestpassError(
    'option-invalid',
    'baseUrl is not an address. Write it with its scheme, as in https://api.eu.embeddable.com/.',
  )
}
