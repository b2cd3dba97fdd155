/** Loads the code of `share()` and of `keepTables`, which most viewers never use. */
export const loadPermalinkCode = () => import('./permalink-code')
