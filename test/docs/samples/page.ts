/** The page of the app, which mounts it. */
export {}
