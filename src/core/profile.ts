/**
 * An entry of "View as": the security context of a viewer, with which a developer looks at the app. Embeddable keeps such
 * entries in files `*.sc.yml`, and calls them presets.
 */
export interface Profile {
  /** What a picker shows. Each profile has another name. */
  readonly name: string
  /** What data models filter rows by. */
  readonly securityContext: object
  /** Which of the workspace's databases is read. */
  readonly environment?: string
  /** Names of roles. */
  readonly roles?: readonly string[]
  /** What every query is narrowed to. */
  readonly filters?: readonly ProfileFilter[]
  /** Where the data come from. */
  readonly dataProvider?: string
  /** Read by Embeddable's own preview. A token does not contain it. */
  readonly useQueryRewrite?: boolean
}

/** A filter of a profile, with the fields of Embeddable. */
export interface ProfileFilter {
  /** What is compared, for example `orders.country`. */
  readonly member: string
  /** How it is compared, for example `equals`. */
  readonly operator: string
  /** What it is compared with. */
  readonly values?: readonly unknown[]
}
