/** An entry of Embeddable's presets (`*.sc.yml`): somebody to look at a dashboard as. */
export interface Preset {
  /** What a picker shows; no two are alike. */
  readonly name: string
  /** What data models filter rows by. */
  readonly securityContext: object
  /** Which of the workspace's databases is read. */
  readonly environment?: string
  /** Names of roles. */
  readonly roles?: readonly string[]
  /** What every query is narrowed to. */
  readonly filters?: readonly PresetFilter[]
  /** Where the data come from. */
  readonly dataProvider?: string
  /** Read by Embeddable's own preview; a token cannot say it. */
  readonly useQueryRewrite?: boolean
}

/** A filter of a preset, as Embeddable has it. */
export interface PresetFilter {
  /** What is compared, `orders.country` for one. */
  readonly member: string
  /** How, `equals` for one. */
  readonly operator: string
  /** With what. */
  readonly values?: readonly unknown[]
}
