import { note, type Tally } from './tally.ts'

/**
 * Reads what each clause does with one statement for all of them, for speed. If the statement fails, each half is read by
 * itself, so that a clause that the database cannot read does not hide the others.
 *
 * @returns `undefined` for a clause that the database cannot read, which the tally counts
 */
export async function readEach<Result>(
  clauses: readonly string[],
  readAll: (clauses: readonly string[]) => Promise<readonly Result[]>,
  tally: Tally,
): Promise<readonly (Result | undefined)[]> {
  try {
    return await readAll(clauses)
  } catch (error) {
    if (clauses.length === 1) {
      tally.syntaxErrors++
      note(tally, `${error instanceof Error ? error.message : error}: ${clauses[0]}`)
      return [undefined]
    }
    const half = clauses.length >> 1
    const first = await readEach(clauses.slice(0, half), readAll, tally)
    return [...first, ...(await readEach(clauses.slice(half), readAll, tally))]
  }
}
