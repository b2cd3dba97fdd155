// The types of `guestpass/styles.css`: there are none, and TypeScript 6 wants to know even that.
export {}
