/** Does it for all of them, so many at once, and answers in their order. */
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
