/** The content of a dashboard that the fake element draws. */
export interface FakeEmbeddableDashboard {
  /** The heading of the dashboard. */
  readonly title: string
  /** The variable that a viewer can set, in a list above the charts. */
  readonly variable?: { readonly name: string; readonly label: string; readonly values: readonly string[] }
  /** Large numbers, each with its label. */
  readonly figures: readonly { readonly label: string; readonly value: string }[]
  /** The columns of a chart, from left to right. */
  readonly months: readonly { readonly label: string; readonly value: number }[]
  /** The bars of a chart, from top to bottom. Show the largest first. */
  readonly bars: readonly { readonly label: string; readonly value: number; readonly text: string }[]
  /** The headings of the table. */
  readonly columns: readonly string[]
  /** The rows of the table, each with one text for each column. */
  readonly rows: readonly (readonly string[])[]
}
