/** What the fake element draws: one dashboard, as plain data. */
export interface FakeEmbeddableDashboard {
  readonly title: string
  /** What a viewer may choose, in a list above the charts. */
  readonly variable?: { readonly name: string; readonly label: string; readonly values: readonly string[] }
  readonly figures: readonly { readonly label: string; readonly value: string }[]
  /** In their order, as columns. */
  readonly months: readonly { readonly label: string; readonly value: number }[]
  /** The largest first. */
  readonly bars: readonly { readonly label: string; readonly value: number; readonly text: string }[]
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
