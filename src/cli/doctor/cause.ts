import type { Finding } from './finding'

/** Why an answer is not the expected answer: how it is seen, and what the doctor reports. */
export interface Cause<Answer> {
  readonly isSeen: (answer: Answer) => boolean
  readonly finding: (answer: Answer) => Finding
}

/** The finding of the first cause that is seen, in the order of the list. */
export function findCause<Answer>(causes: readonly Cause<Answer>[], answer: Answer): Finding | undefined {
  return causes.find(({ isSeen }) => isSeen(answer))?.finding(answer)
}
