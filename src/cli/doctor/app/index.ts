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

/** Checks of the app itself. */
export const APP_CHECKS: readonly Check[] = [appPage, tokenRoute, crossSite, cors, appCookies]

/** Checks of the frame: what the browser needs from both the app and Superset. */
export const FRAME_CHECKS: readonly Check[] = [site, supersetCookie, framePolicy, cookieClash]
