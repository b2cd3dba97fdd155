/** Loads the log of the first mistakes, which a route that works never needs. */
export const loadWarnings = async () => (await import('./warnings')).warnings
