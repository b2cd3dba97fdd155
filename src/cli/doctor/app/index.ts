import type { Check } from '../check'
import { appPage } from './app-page'
import { cookieClash } from './cookie-clash'
import { appCookies } from './cookies'
import { cors } from './cors'
import { crossSite } from './cross-site'
import { framePolicy } from './frame-policy'
import { site } from './site'
import { supersetCookie } from './superset-cookie'
import { tokenRoute } from './token-route'

/** What is the app's own. */
export const APP_CHECKS: readonly Check[] = [appPage, tokenRoute, crossSite, cors, appCookies]

/** What is between the app and its dashboards. */
export const FRAME_CHECKS: readonly Check[] = [site, supersetCookie, framePolicy, cookieClash]
