import { appCookies, cookieClash, supersetCookie } from './app/cookies'
import { appPage, framePolicy } from './app/policies'
import { site } from './app/sites'
import { cors, crossSite } from './app/strangers'
import { tokenRoute } from './app/token-route'
import type { Check } from './check'
import { embeddablePublished, embeddableToken } from './embeddable'
import { presetKey, presetMint, presetPage } from './preset'
import { login, publicRole } from './superset/account'
import { chartData } from './superset/charts'
import { databases, datasets } from './superset/datasets'
import { descriptor } from './superset/descriptor'
import { framing } from './superset/framing'
import { guestPermissions, guestRole } from './superset/guest-role'
import { givenSecret, guestSecret } from './superset/guest-secret'
import { featureFlag, reachable, version } from './superset/instance'
import { mint } from './superset/mint'
import { allowedDomains, embeddedPage, staticFiles } from './superset/page'
import { rlsReach } from './superset/reach'
import { rls, rlsAnswers, rlsJinja } from './superset/rls'
import { rlsDatabase } from './superset/rls-database'
import { audience, clock, token } from './superset/token'

/** Checks of the app itself. */
export const APP_CHECKS: readonly Check[] = [appPage, tokenRoute, crossSite, cors, appCookies]

/** Checks of the frame: what the browser needs from both the app and Superset. */
export const FRAME_CHECKS: readonly Check[] = [site, supersetCookie, framePolicy, cookieClash]

/** In the order in which they run: each check needs only facts that earlier checks learn. */
export const SUPERSET_CHECKS: readonly Check[] = [
  reachable,
  version,
  featureFlag,
  embeddedPage,
  staticFiles,
  framing,
  publicRole,
  login,
  allowedDomains,
  mint,
  token,
  clock,
  guestSecret,
  givenSecret,
  audience,
  guestRole,
  guestPermissions,
  chartData,
  datasets,
  descriptor,
  rls,
  rlsJinja,
  rlsDatabase,
  rlsAnswers,
  rlsReach,
  databases,
  ...APP_CHECKS,
  ...FRAME_CHECKS,
]

/** Checks that Preset and Superset share have Superset's names. */
export const PRESET_CHECKS: readonly Check[] = [
  presetKey,
  presetMint,
  token,
  presetPage,
  ...APP_CHECKS,
  framePolicy,
]

export const EMBEDDABLE_CHECKS: readonly Check[] = [embeddableToken, embeddablePublished, ...APP_CHECKS]

export const ALL_CHECKS: readonly Check[] = [
  ...new Set([...SUPERSET_CHECKS, ...PRESET_CHECKS, ...EMBEDDABLE_CHECKS]),
]
