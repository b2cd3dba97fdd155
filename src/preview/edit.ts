/** A change of a model's text. */
export interface ModelEdit {
  /** The first character that is replaced, from 0. */
  readonly start: number
  /** After the last character that is replaced. */
  readonly end: number
  readonly text: string
}

/** The edits do not overlap. */
export function applyEdits(source: string, edits: readonly ModelEdit[]): string {
  const fromTheEnd = [...edits].sort((a, b) => b.start - a.start || b.end - a.end)
  return fromTheEnd.reduce(
    (text, { start, end, text: added }) => text.slice(0, start) + added + text.slice(end),
    source,
  )
}
