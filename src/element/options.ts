/** The options of `<guestpass-dashboard>`, by the names of its attributes and properties. */

import type { AnyEmbedOptions } from '../platforms/dashboard'

/** Texts are attributes and properties. The attribute of `embedId` is `embed-id`. */
const TEXTS = [
  'embedId',
  'frameTitle',
  'tokenUrl',
  'viewer',
  'supersetDomain',
  'loading',
  'height',
  'activeTab',
  'themeMode',
  'locale',
  'referrerPolicy',
  'tokenRenewal',
  'baseUrl',
] as const

/** All other options are properties. */
const OTHERS = [
  'dashboard',
  'filters',
  'nativeFilters',
  'view',
  'dashboardUiConfig',
  'themeConfig',
  'iframeSandboxExtras',
  'iframeAllowExtras',
  'credentialless',
  'refreshEvery',
  'acceptFilterLoss',
  'keepTables',
  'maxConcurrentLoads',
  'variables',
  'clientContext',
  'customCanvas',
  'fetch',
  'fetchGuestToken',
  'resolvePermalinkUrl',
  'log',
] as const

/** Every HTML element has an `id` and a `title` of its own. */
const RENAMED = { embedId: 'id', frameTitle: 'title' } as const

type PropertyName = (typeof TEXTS)[number] | (typeof OTHERS)[number]
type SameName = Exclude<PropertyName, keyof typeof RENAMED>

/** The properties of `<guestpass-dashboard>` that are options of the dashboard. `undefined` is the default. */
export type ElementProperties = {
  /** The embed id, as the system shows it. In Superset it is in the dialog "Embed dashboard". */
  embedId?: AnyEmbedOptions['id']
  /** The accessible name of the frame. @default 'Embedded dashboard' */
  frameTitle?: AnyEmbedOptions['title']
} & { -readonly [Name in keyof Pick<AnyEmbedOptions, SameName>]: AnyEmbedOptions[Name] }

/** The attributes of `<guestpass-dashboard>`. A property wins over its attribute. */
export type ElementAttributes = {
  readonly [Name in keyof Pick<
    ElementProperties,
    (typeof TEXTS)[number]
  > as KebabCase<Name>]: ElementProperties[Name]
}

type KebabCase<Name extends string> = Name extends `${infer Letter}${infer Others}`
  ? `${Letter extends Lowercase<Letter> ? Letter : `-${Lowercase<Letter>}`}${KebabCase<Others>}`
  : ''

/** Each property, and the option that it sets. */
export const PROPERTIES = optionsBy([...TEXTS, ...OTHERS], (property) => property)

/** Each attribute, and the option that it sets. */
export const ATTRIBUTES = optionsBy(TEXTS, (property) =>
  property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
)

function optionsBy(
  properties: readonly string[],
  nameOf: (property: string) => string,
): readonly (readonly [name: string, option: string])[] {
  const renamed: Readonly<Record<string, string>> = RENAMED
  return properties.map((property) => [nameOf(property), renamed[property] ?? property])
}
