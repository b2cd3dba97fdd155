declare global {
  interface Window {
    notes?: { readonly problems: string[]; readonly words: string[] }
  }
}

/** Runs on the page before anything else. Records uncaught errors, and the warnings of the console. */
export function takeNotes() {
  const problems: string[] = []
  const words: string[] = []
  window.notes = { problems, words }
  addEventListener('error', ({ message }) => problems.push(message))
  addEventListener('unhandledrejection', ({ reason }) => problems.push(String(reason)))
  for (const level of ['warn', 'error'] as const) {
    const say = console[level]
    console[level] = (...all: unknown[]) => {
      words.push(all.join(' '))
      say(...all)
    }
  }
}
