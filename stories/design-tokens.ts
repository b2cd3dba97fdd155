/** The CSS variables of a stylesheet, read from the stylesheet itself. */

/** A variable that an app can set, and one value that it has without the app. */
export interface DesignToken {
  /** `--guestpass-…` */
  readonly name: string
  /** The part (`data-part`) on which the stylesheet sets this value. `undefined`: the value is the default where it is used. */
  readonly setOn: string | undefined
  readonly value: string
  /** Where the stylesheet uses the variable: part and property. */
  readonly usedBy: readonly string[]
}

export function readTokens(css: string): readonly DesignToken[] {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  const rules = [...sheet.cssRules].filter((rule) => rule instanceof CSSStyleRule)
  const uses = rules.flatMap(usesIn)
  const sets = rules.flatMap(setsIn)
  const defaults = uses.filter(({ name }) => !sets.some((set) => set.name === name))
  return [...sets, ...new Map(defaults.map((use) => [use.name, use])).values()].map(
    ({ name, part, value }) => ({
      name,
      setOn: sets.some((set) => set.name === name) ? part : undefined,
      value,
      usedBy: [
        ...new Set(uses.filter((use) => use.name === name).map((use) => `${use.part}: ${use.property}`)),
      ],
    }),
  )
}

interface Place {
  readonly name: string
  readonly part: string
  readonly property: string
  readonly value: string
}

const setsIn = (rule: CSSStyleRule): readonly Place[] =>
  declarationsOf(rule)
    .filter(({ property }) => property.startsWith('--'))
    .map((declaration) => ({ ...declaration, name: declaration.property }))

const usesIn = (rule: CSSStyleRule): readonly Place[] =>
  declarationsOf(rule).flatMap((declaration) =>
    [...declaration.value.matchAll(VARIABLE)].map(([, name = '', value = '']) => ({
      ...declaration,
      name,
      value,
    })),
  )

/** A variable with its default, in which brackets may stand. */
const VARIABLE = /var\((--guestpass-[\w-]+)(?:, *((?:[^()]|\([^()]*\))*))?\)/g

function declarationsOf({ selectorText, style }: CSSStyleRule) {
  const part = [...selectorText.matchAll(/data-part="([^"]+)"/g)].map(([, name]) => name).join(', ')
  return style.cssText
    .split(/;\s*/)
    .filter(Boolean)
    .map((declaration) => {
      const [property = '', ...value] = declaration.split(':')
      return { part, property: property.trim(), value: value.join(':').trim() }
    })
}
