import { GuestpassError } from '../../core/errors'

/** For a `catch`: what is coded is an answer too, and anything else a defect of ours. */
export function asUnreachable(error: unknown): GuestpassError {
  if (error instanceof GuestpassError) return error
  throw error
}
