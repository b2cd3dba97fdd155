/** What travels between the app and Embeddable's element. */

export type EmbeddableVariables = Readonly<Record<string, unknown>>

/** What an app may say of an Embeddable dashboard; all of it is taken over without starting the dashboard anew. */
export interface EmbeddableOptions {
  /** What the dashboard's variables are set to, by name. Embeddable alone. @default the dashboard's own */
  readonly variables?: EmbeddableVariables | undefined
  /** What the dashboard's components read of their surroundings: theme, language … Embeddable alone. */
  readonly clientContext?: Readonly<Record<string, unknown>> | undefined
  /** Hears of every variable as it is now, when the viewer has set one. Embeddable alone. */
  readonly onVariablesChange?: ((variables: EmbeddableVariables) => void) | undefined
  /**
   * How a renewed token reaches the element: by another element in its place, which is what Embeddable's own examples
   * do, or by its attribute, where the service takes that over. Embeddable alone. @default 'remount'
   */
  readonly tokenRenewal?: 'remount' | 'attribute' | undefined
  /** For the element's script, where the page's Content-Security-Policy asks for one. Embeddable alone. */
  readonly scriptNonce?: string | undefined
}
