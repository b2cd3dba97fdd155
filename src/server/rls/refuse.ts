import { GuestpassError } from '../../core/errors'

/** Makes the error for one argument of a clause, which it names by its path and never by its value. */
export type Refuse = (what: string) => GuestpassError

export function refuseAt(path: string): Refuse {
  return (what) => new GuestpassError('grant-invalid', `The clause's ${path} ${what}.`)
}
