import type { FakeEmbeddableDashboard } from './dashboard'

/** The options of the fake element. */
export interface FakeEmbeddableOptions {
  /** Loads the rows that the token's viewer may see. When it rejects, the element dispatches `embeddableError` with the message. */
  readonly load: (question: FakeQuestion) => Promise<FakeEmbeddableDashboard>
}

/** What a fake `<em-beddable>` loads: the rows of a token, with these variables. */
export interface FakeQuestion {
  /** Its `token` attribute. */
  readonly token: string
  /** The values of its variables, by their names. */
  readonly variables: Readonly<Record<string, unknown>>
  /** Aborted when the element is removed or loads again. */
  readonly signal: AbortSignal
}
