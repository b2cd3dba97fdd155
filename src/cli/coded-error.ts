import { GuestpassError } from '../core/errors'
import { ToolError } from '../core/tool-error'

/** Whether the error has a code and a sentence for a person. Every other error is a defect of guestpass. */
export function isCodedError(error: unknown): error is GuestpassError | ToolError {
  return error instanceof ToolError || error instanceof GuestpassError
}
