/** The answers of an embedded page to a request without a Referer, and to a frame at `origin`, if it is known. */
export async function askPage(
  fetch: typeof globalThis.fetch,
  address: string,
  origin: string | undefined,
): Promise<{ readonly stranger: Response; readonly framed: Response }> {
  const stranger = await fetch(address)
  const framed = origin ? await fetch(address, { headers: { referer: `${origin}/` } }) : stranger
  return { stranger, framed }
}
