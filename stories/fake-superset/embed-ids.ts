/**
 * What the fake Superset has at `/embedded/<id>`: a dashboard, a page that never answers its host, and one that
 * refuses every token. They end in .html so that any static host serves them as pages.
 */
export const EMBED_IDS = ['sales.html', 'silent.html', 'refusing.html'] as const

export type EmbedId = (typeof EMBED_IDS)[number]
