import { GuestpassError } from '../core/errors'

/** Checks an address when an issuer is made, and returns it without its last slash. */
export function checkedUrl(name: string, value: unknown): string {
  if (typeof value !== 'string' || !/^https?:\/\//.test(value) || !URL.canParse(value)) {
    throw invalid(`${name} is not an address: write it with its scheme, as in https://bi.example.com.`)
  }
  const url = new URL(value)
  if (url.username || url.password) throw invalid(`${name} holds credentials: give them as options.`)
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

export function checkedText(name: string, value: unknown, hint: string): string {
  if (typeof value !== 'string' || value === '') throw invalid(`${name} is missing: ${hint}`)
  return value
}

export function invalid(message: string): GuestpassError {
  return new GuestpassError('option-invalid', message)
}
