/** An entry of Embeddable's presets (`*.sc.yml`): somebody to look at a dashboard as. */
export interface Preset {
  /** What a picker shows; no two are alike. */
  readonly name: string
  readonly securityContext: object
  readonly environment?: string
  readonly roles?: readonly string[]
  readonly filters?: readonly PresetFilter[]
  readonly dataProvider?: string
  /** Read by Embeddable's own preview; a token cannot say it. */
  readonly useQueryRewrite?: boolean
}

/** A filter of a preset, as Embeddable has it. */
export interface PresetFilter {
  readonly member: string
  readonly operator: string
  readonly values?: readonly unknown[]
}
