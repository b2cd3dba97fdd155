/** What an embedded page answers to nobody in particular, and to a frame at `origin`, where that is known. */
export async function askPage(
  fetch: typeof globalThis.fetch,
  address: string,
  origin: string | undefined,
): Promise<{ readonly stranger: Response; readonly framed: Response }> {
  const stranger = await fetch(address)
  const framed = origin ? await fetch(address, { headers: { referer: `${origin}/` } }) : stranger
  return { stranger, framed }
}
