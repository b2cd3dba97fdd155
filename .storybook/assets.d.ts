/** What the bundlers of Storybook and of the site make of other files. */

/** The address of a picture. */
declare module '*.svg' {
  const address: string
  export default address
}

/** The text of a stylesheet. */
declare module '*.css?inline' {
  const css: string
  export default css
}

/** A stylesheet that the page gets. */
declare module '*.css' {}
