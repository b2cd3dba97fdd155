const DEADLINE_MS = 15_000

/** How much longer a page takes on a connection that the browser calls slow. */
const SLOWNESS: Readonly<Record<string, number>> = { '3g': 2, '2g': 4, 'slow-2g': 8 }

/** How much visible time a page has to load, and then to show something: 15 s, and up to 2 min on a slow connection. */
export function deadlineMs(): number {
  const { connection } = navigator as { readonly connection?: { readonly effectiveType?: string } }
  return DEADLINE_MS * (SLOWNESS[connection?.effectiveType ?? ''] ?? 1)
}
