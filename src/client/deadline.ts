const DEADLINE_MS = 15_000

/** What a connection that a browser calls slow needs of the time that a fast one gets. */
const SLOWNESS: Readonly<Record<string, number>> = { '3g': 2, '2g': 4, 'slow-2g': 8 }

/** The visible time a page gets to load, and then to show something: 15 s, and more on a connection known to be slow. */
export function deadlineMs(): number {
  const { connection } = navigator as { readonly connection?: { readonly effectiveType?: string } }
  return DEADLINE_MS * (SLOWNESS[connection?.effectiveType ?? ''] ?? 1)
}
