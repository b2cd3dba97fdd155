// The types of `guestpass/styles.css`. The file exports nothing, but TypeScript 6 requires types for it.
export {}
