/** A workspace of Preset, and the API key that mints for it. */
export interface PresetAccess {
  readonly team: string
  readonly workspace: string
  readonly name: string
  readonly secret: string
  /** The API's address. @default that of Preset's cloud */
  readonly url?: string
}
