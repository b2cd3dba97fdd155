/** What the fake element draws: one dashboard, as plain data. */
export interface FakeEmbeddableDashboard {
  /** Its heading. */
  readonly title: string
  /** What a viewer may choose, in a list above the charts. */
  readonly variable?: { readonly name: string; readonly label: string; readonly values: readonly string[] }
  /** Large numbers, each with a word below it. */
  readonly figures: readonly { readonly label: string; readonly value: string }[]
  /** In their order, as columns. */
  readonly months: readonly { readonly label: string; readonly value: number }[]
  /** The largest first. */
  readonly bars: readonly { readonly label: string; readonly value: number; readonly text: string }[]
  /** The headings of a table. */
  readonly columns: readonly string[]
  /** The table's cells, a list a row. */
  readonly rows: readonly (readonly string[])[]
}
