type KeptEmbeds = typeof import('./kept-embeds')

/** The code of kept dashboards, once an option of the app has loaded it. Most apps keep none. */
export let keptEmbeds: KeptEmbeds | undefined

export async function loadKeptEmbeds(): Promise<KeptEmbeds> {
  keptEmbeds = await import('./kept-embeds')
  return keptEmbeds
}
