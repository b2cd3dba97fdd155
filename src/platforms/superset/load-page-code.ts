/** Loads the code that speaks with a document in a frame. Most pages have it before the document has loaded. */
export const loadPageCode = () => import('./page/page-channel')
