/** Calls a function for each item, with a limit of calls at the same time. Returns the results in the order of the items. */
export async function inTurn<Item, Done>(
  items: readonly Item[],
  atOnce: number,
  task: (item: Item) => Promise<Done>,
): Promise<readonly Done[]> {
  const done: Done[] = []
  const waiting = items.entries()
  const worker = async () => {
    for (const [index, item] of waiting) done[index] = await task(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return done
}
