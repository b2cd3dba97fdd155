import { APP_CHECKS, FRAME_CHECKS } from './app'
import { framePolicy } from './app/frame-policy'
import type { Check } from './check'
import { embeddablePublished } from './embeddable/published'
import { embeddableToken } from './embeddable/token'
import { presetKey } from './preset/key'
import { presetMint } from './preset/mint'
import { presetPage } from './preset/page'
import { allowedDomains } from './superset/allowed-domains'
import { audience } from './superset/audience'
import { chartData } from './superset/chart-data'
import { clock } from './superset/clock'
import { databases } from './superset/databases'
import { datasets } from './superset/datasets'
import { descriptor } from './superset/descriptor'
import { embeddedPage } from './superset/embedded-page'
import { featureFlag } from './superset/feature-flag'
import { framing } from './superset/framing'
import { guestPermissions } from './superset/guest-permissions'
import { guestRole } from './superset/guest-role'
import { givenSecret, guestSecret } from './superset/guest-secret'
import { login } from './superset/login'
import { mint } from './superset/mint'
import { publicRole } from './superset/public-role'
import { reachable } from './superset/reachable'
import { rls } from './superset/rls'
import { rlsAnswers } from './superset/rls-answers'
import { rlsDatabase } from './superset/rls-database'
import { rlsJinja } from './superset/rls-jinja'
import { rlsReach } from './superset/rls-reach'
import { staticFiles } from './superset/static-files'
import { token } from './superset/token'
import { version } from './superset/version'

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
