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

/** The names of all options. For a union: the names of every member. */
export type OptionName<Options> = Options extends unknown ? keyof Options & string : never

/**
 * Refuses unknown options by name: without an error, a misspelt option would have no effect. The error contains no value.
 *
 * @param issuer the function that is called with the options
 * @param names every option of the issuer. The type of the table lists them, so that the compiler finds a missing name.
 */
export function checkNames(issuer: string, options: unknown, names: Readonly<Record<string, true>>): void {
  if (typeof options !== 'object' || options === null) throw invalid(`${issuer} was called without options.`)
  const unknown = Object.keys(options).filter((name) => !Object.hasOwn(names, name))
  if (unknown.length === 0) return
  const shown = unknown
    .slice(0, 5)
    .map((name) => (/^[\w$]{1,40}$/.test(name) ? name : JSON.stringify(name.slice(0, 40))))
  throw invalid(`${shown.join(', ')}: not known to ${issuer}. Use ${Object.keys(names).join(', ')}.`)
}

export function invalid(message: string): GuestpassError {
  return new GuestpassError('option-invalid', message)
}
