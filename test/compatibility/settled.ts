/** The value once it has been the same for a second. */
export async function settled<T>(read: () => Promise<T>): Promise<T> {
  let value = await read()
  for (let same = 0; same < 10; ) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    const next = await read()
    same = next === value ? same + 1 : 0
    value = next
  }
  return value
}
