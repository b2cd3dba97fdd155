/** The official SDK leaves the size of its frame to the app, so both peers get elements and frames of the same size. */
const COLUMNS = `#mount { height: auto; display: grid; grid-template-columns: 600px 600px; gap: 10px }
#mount > div, #mount iframe { height: 340px }`

/** Mounts one dashboard for each id, each in a separate element, and returns when. */
export function mountInColumns(
  ids: readonly string[],
  mount: (id: string, mountPoint: HTMLElement) => void,
): number {
  const parent = document.getElementById('mount') as HTMLElement
  document.head.append(Object.assign(document.createElement('style'), { textContent: COLUMNS }))
  const elements = ids.map(() => parent.appendChild(document.createElement('div')))
  const mountedAtMs = Date.now()
  for (const [index, id] of ids.entries()) mount(id, elements[index] as HTMLElement)
  return mountedAtMs
}

window.drawn = { first: [], last: [] }
window.addEventListener('message', ({ data }) => {
  const drawn: unknown = data?.drawn
  if (drawn === 'first' || drawn === 'last') window.drawn[drawn].push(data.atMs)
})
