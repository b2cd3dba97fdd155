/** The `data-*` and `aria-*` attributes among the props of a component. */
export function attributesOf(props: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(props).filter(([name]) => /^(data|aria)-/.test(name)))
}
