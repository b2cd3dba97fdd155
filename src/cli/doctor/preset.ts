import { presetApi } from '../../server/issuers/preset-api'
import { signInToPreset } from '../../server/preset-login'
import { recordAnswer } from '../recorded-answer'
import { bodyOf } from '../superset-session'
import { askPage, IN_FRONT, inFront, mintThrough, reasonIn, unanswered } from './answer'
import { check } from './check'
import { type Finding, fail, NO_ANSWER, ok, warn } from './finding'
import type { PresetAccess } from './subject'

export const presetKey = check({
  name: 'preset-key',
  about: "whether Preset's API answers, and accepts the API key",
  problems: {
    [NO_ANSWER]: 'nothing answers at the address',
    'preset-key-refused': 'Preset does not accept the API key',
    'preset-broken': 'Preset gives another answer than expected',
    ...IN_FRONT,
  },
  needs: ['preset'],
  async run({ fetch, preset: { team: _, workspace: __, ...key } }) {
    const login = await recordAnswer(fetch, (recording, signal) =>
      signInToPreset(key, recording, signal),
    ).catch(unanswered("Check that this machine, and the app's, reach Preset's API."))
    if ('fix' in login) return login
    const { answer, value } = login
    if (value) {
      return {
        ok: 'Preset accepts the API key',
        learnt: { isPresetKeyTaken: true },
      }
    }
    const { status } = answer
    const unavailable = inFront("The request to Preset's API", answer)
    if (unavailable) return unavailable
    const reason = await reasonIn(answer, key)
    if ([400, 401, 403].includes(status)) return fail('preset-key-refused', refused(status) + reason, NEW_KEY)
    const what = `Preset's API answers ${status} to the API key, without an access token.${reason}`
    return fail('preset-broken', what, 'Run this again later. A proxy may answer in place of the API.')
  },
})

const refused = (status: number) =>
  `Preset's API answers ${status} to the API key: its name or its secret is wrong, or it was deleted.`
const NEW_KEY =
  'Make a new key in Preset Manager → your initials → Manage User Settings → API Keys; its secret is shown once.\n  GUESTPASS_PRESET_NAME=…\n  GUESTPASS_PRESET_SECRET=…'

/** An embed id that no workspace has. If Preset refuses only this id, the workspace and the key are correct. */
const NOWHERE = '00000000-0000-4000-8000-000000000000'

/** A region for the issuer. It is only in the address for browsers, and minting does not use it. */
const ANY_REGION = 'us1a'

export const presetMint = check({
  name: 'preset-mint',
  about: 'a guest token of the workspace, minted as the app mints it',
  problems: {
    'preset-workspace-unknown': 'the team or the workspace does not exist',
    'preset-not-admin': 'the owner of the API key is not a Team Admin',
    'dashboard-not-embedded': 'no dashboard has the embed id',
    'preset-mint-broken': 'the answer to minting does not contain a token',
    ...IN_FRONT,
  },
  needs: ['preset', 'isPresetKeyTaken'],
  async run({ fetch, preset, dashboard }) {
    const response = await mintThrough(
      (recording) => presetApi({ ...preset, region: ANY_REGION, fetch: recording }),
      fetch,
      {
        viewer: 'guestpass-doctor',
        user: { username: 'guestpass-doctor' },
        dashboards: [dashboard ?? NOWHERE],
        rls: 'all-rows',
      },
    )
    const { token } = Object(Object(await bodyOf(response)).payload)
    if (response.ok && typeof token === 'string' && token !== '') {
      return { ok: 'a guest token is granted', learnt: { token } }
    }
    const reason = await reasonIn(response)
    const isMissing = [400, 404].includes(response.status) && NO_DASHBOARD.test(await response.text())
    if (isMissing && dashboard === undefined) {
      const what = 'the workspace exists, and the key may mint. For a token, give --dashboard, the embed id'
      return ok('preset-mint', what)
    }
    return isMissing ? notEmbedded(String(dashboard)) : refusal(response, preset, reason)
  },
})

/** What Preset's API answers to an unknown embed id. */
const NO_DASHBOARD = /EmbeddedDashboard|dashboards?\b[^.]{0,60}\b(?:not (?:be )?found|not exist)/i

function notEmbedded(dashboard: string): Finding {
  const what = `The workspace has no dashboard with the embed id ${dashboard}.`
  const fix =
    'Take the id from the dashboard: ⋯ → Embed dashboard. It is not the id in the dashboard’s address.'
  return fail('dashboard-not-embedded', what, fix)
}

function refusal(response: Response, { team, workspace }: PresetAccess, reason: string): Finding {
  const { status } = response
  const unavailable = inFront('Minting', response)
  if (unavailable) return unavailable
  if (status === 403) {
    const what = `Minting is answered with 403: the API key's owner is not a Team Admin.${reason}`
    const fix = 'Make the owner a Team Admin (Preset Manager → Members), or use the key of a Team Admin.'
    return fail('preset-not-admin', what, fix)
  }
  if (status === 404) {
    const what = `Minting is answered with 404: the team ${team} does not have a workspace ${workspace}.${reason}`
    const fix =
      'Take both from the addresses:\n  https://manage.app.preset.io/app/teams/<team>/\n  https://<workspace>.<region>.app.preset.io/'
    return fail('preset-workspace-unknown', what, fix)
  }
  const what = `Minting is answered with ${status}, without a token.${reason}`
  return fail('preset-mint-broken', what, 'Run this again. If the problem stays, ask Preset.')
}

export const presetPage = check({
  name: 'preset-page',
  about: '`/embedded/<id>` of the workspace, requested as a frame of the app, and without a Referer',
  problems: {
    'dashboard-not-embedded': 'no dashboard has the embed id',
    'origin-not-allowed': "the dashboard's allowed domains do not name the app",
    'embedded-page-broken': 'the page gives another answer than expected',
    'any-domain-allowed': 'any page may embed the dashboard',
  },
  needs: ['preset', 'presetDomain', 'dashboard'],
  async run({ fetch, presetDomain, dashboard, origin }) {
    const address = `${presetDomain}/embedded/${encodeURIComponent(dashboard)}`
    const { stranger, framed } = await askPage(fetch, address, origin)
    if (framed.status === 403 && origin) {
      const what = `The page answers 403 to a frame at ${origin}: the dashboard's allowed domains do not name it.`
      return fail('origin-not-allowed', what, allow(origin))
    }
    if (framed.status === 404) {
      const what = `The workspace has no page for the embed id ${dashboard}.`
      return fail('dashboard-not-embedded', what, 'Take the id from the dashboard: ⋯ → Embed dashboard.')
    }
    if (framed.status !== 200 && framed.status !== 403) {
      const what = `The page answers ${framed.status} at ${presetDomain}.`
      const fix =
        'Check --preset-workspace, --preset-region and --preset-domain, and that embedding is on for the workspace.'
      return fail('embedded-page-broken', what, fix)
    }
    const learnt = { pageHeaders: framed.headers }
    if (stranger.status === 200) {
      const what = 'Its allowed domains are empty: any page may embed it, with a token.'
      return { findings: [warn('any-domain-allowed', what, allow(origin))], learnt }
    }
    const what = origin
      ? `the page answers 200 to ${origin}, and ${stranger.status} without a Referer`
      : 'the page answers 403 without a Referer, so it has allowed domains'
    return { ok: what, learnt }
  },
})

function allow(origin = 'https://app.example.com'): string {
  return `Name the app, with its scheme, under the dashboard's ⋯ → Embed dashboard → Allowed Domains:\n  ${origin}`
}
