import { GuestpassError } from '../../core/errors'

/** Makes the error for one argument of a clause. It names the argument by its path, and never contains its value. */
export type Refuse = (what: string) => GuestpassError

export function refuseAt(path: string): Refuse {
  return (what) => new GuestpassError('grant-invalid', `The clause's ${path} ${what}.`)
}
