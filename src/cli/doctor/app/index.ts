import type { Check } from '../check'
import { appCookies } from './cookies'
import { cors } from './cors'
import { crossSite } from './cross-site'
import { site } from './site'
import { supersetCookie } from './superset-cookie'
import { tokenRoute } from './token-route'

/** What is between the app and its dashboards. */
export const FRAME_CHECKS: readonly Check[] = [site, supersetCookie]

/** What is the app's own. */
export const APP_CHECKS: readonly Check[] = [tokenRoute, crossSite, cors, appCookies]
