import { ToolError } from '../../core/tool-error'

/** For a `catch`: what is coded is an answer too, and anything else a defect of ours. */
export function asUnreachable(error: unknown): ToolError {
  if (error instanceof ToolError) return error
  throw error
}
