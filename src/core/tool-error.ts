/** The stable code of an error of the developer's tools: the command line, the preview and "View as". */
export type ToolErrorCode =
  /** A package that only this tool needs is not installed. */
  | 'peer-missing'
  /** Embeddable's data model cannot be compiled. */
  | 'model-invalid'
  /** A file of profiles cannot be read. */
  | 'profiles-invalid'
  /** The browser asked for a profile that the server does not have. */
  | 'profile-unknown'
  /** A username or a secret is neither in the environment nor typed. */
  | 'credential-missing'
  /** Superset refused the account. */
  | 'login-refused'
  /** The server at this address is not a Superset that works. */
  | 'not-superset'
  /** A descriptor of dashboards cannot be generated, or it does not belong to this Superset. */
  | 'descriptor-invalid'
  /** An argument or a file of the tool's caller is wrong. */
  | 'option-invalid'
  /** A server does not answer. */
  | 'unreachable'
  /** Charts of a dashboard failed, or Superset refused to show it, so no picture was taken. */
  | 'snapshot-failed'
  /** A picture was not taken in time. */
  | 'snapshot-timeout'
  /** The browser for a picture did not start, or ended. */
  | 'browser-failed'

/** An error of the developer's tools. The `message` explains what happened and what to do, and ends with the code. */
export class ToolError extends Error {
  /** Always the same, also where code is minified. */
  override readonly name = 'ToolError'
  /** Decide by the code. It stays the same when the words change. */
  readonly code: ToolErrorCode
  /** The message without the code. */
  readonly sentence: string

  /** @param sentence the message without the code, which is appended here */
  constructor(code: ToolErrorCode, sentence: string, options?: ErrorOptions) {
    super(`${sentence} (${code})`, options)
    this.code = code
    this.sentence = sentence
  }
}
