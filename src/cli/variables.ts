/** Every environment variable that the commands read, so that help and errors use the same names. */
export const VARIABLES = {
  username: 'GUESTPASS_SUPERSET_USERNAME',
  password: 'GUESTPASS_SUPERSET_PASSWORD',
  /** In place of both, if people sign in to Superset through another service. */
  accessToken: 'GUESTPASS_SUPERSET_ACCESS_TOKEN',
  guestSecret: 'GUESTPASS_GUEST_SECRET',
  presetName: 'GUESTPASS_PRESET_NAME',
  presetSecret: 'GUESTPASS_PRESET_SECRET',
  embeddableKey: 'GUESTPASS_EMBEDDABLE_API_KEY',
} as const

export type Variable = (typeof VARIABLES)[keyof typeof VARIABLES]

/** Options that people try for a secret. The most special names come first. */
const SECRET_OPTIONS: readonly (readonly [RegExp, Variable])[] = [
  [/preset.*name/, VARIABLES.presetName],
  [/preset.*(secret|key|token)/, VARIABLES.presetSecret],
  [/embeddable.*(key|token)|^api-?key$/, VARIABLES.embeddableKey],
  [/secret|^key$|jwt/, VARIABLES.guestSecret],
  [/token$/, VARIABLES.accessToken],
  [/^p$|^pwd?$|pas/, VARIABLES.password],
]

/** The variable that holds what an option of this name would hold, if that is a secret. */
export function variableForOption(name: string): Variable | undefined {
  return SECRET_OPTIONS.find(([names]) => names.test(name.toLowerCase()))?.[1]
}
