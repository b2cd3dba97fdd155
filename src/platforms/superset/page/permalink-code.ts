/** What stores a view as a permalink. A bundler makes one file of it. */

export { shareLink } from './share-link'
export { createTableKeeper } from './table-keeper'
