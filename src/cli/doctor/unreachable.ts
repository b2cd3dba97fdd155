import { ToolError } from '../../core/tool-error'

/** For a `catch`: returns an error that has a code, and throws any other error again, because it is a defect of ours. */
export function asUnreachable(error: unknown): ToolError {
  if (error instanceof ToolError) return error
  throw error
}
