/** What travels between the app and Embeddable's element. */

export type EmbeddableVariables = Readonly<Record<string, unknown>>

/** The options of an Embeddable dashboard. A change applies without a restart of the dashboard. */
export interface EmbeddableOptions {
  /** The values of the dashboard's variables, by name. Embeddable only. @default the dashboard's own */
  readonly variables?: EmbeddableVariables | undefined
  /** What the dashboard's components may read: theme, language … Embeddable only. */
  readonly clientContext?: Readonly<Record<string, unknown>> | undefined
  /** Called with all variables when the viewer has set one. Embeddable only. */
  readonly onVariablesChange?: ((variables: EmbeddableVariables) => void) | undefined
  /**
   * How a renewed token reaches the element: `'remount'` replaces the element, as Embeddable's own examples do.
   * `'attribute'` sets the token of the same element. Embeddable only. @default 'remount'
   */
  readonly tokenRenewal?: 'remount' | 'attribute' | undefined
  /**
   * Whether the dashboard has a custom canvas. The dashboard is then ready when the canvas is ready, or after 15 s without its
   * canvas. Read when the dashboard starts. Embeddable only. @default false: it is ready with its first sign
   */
  readonly customCanvas?: boolean | undefined
  /**
   * The address of Embeddable's API, as the viewer's browser reaches it: `https://api.eu.embeddable.com/`. Some of
   * Embeddable's own examples set it. Read when the dashboard starts. Embeddable only. @default that of the script's region
   */
  readonly baseUrl?: string | undefined
  /** The nonce of the element's script, for a Content-Security-Policy that requires one. Embeddable only. */
  readonly nonce?: string | undefined
}
