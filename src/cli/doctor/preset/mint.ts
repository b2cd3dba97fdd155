import { presetApi } from '../../../server/issuers/preset-api'
import { bodyOf } from '../../superset-session'
import { check } from '../check'
import { type Finding, fail, ok } from '../finding'
import { IN_FRONT, inFront } from '../in-front'
import { mintThrough } from '../mint-through'
import { reasonIn } from '../reason'
import type { PresetAccess } from './access'

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
      return { findings: [ok('preset-mint', 'a guest token is granted')], learnt: { token } }
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
  return fail(
    'dashboard-not-embedded',
    what,
    'Take the id from the dashboard: ⋯ → Embed dashboard. It is not the id in the dashboard’s address.',
  )
}

function refusal(response: Response, { team, workspace }: PresetAccess, reason: string): Finding {
  const { status } = response
  const unavailable = inFront('Minting', response)
  if (unavailable) return unavailable
  if (status === 403) {
    return fail(
      'preset-not-admin',
      `Minting is answered with 403: the API key's owner is not a Team Admin.${reason}`,
      'Make the owner a Team Admin (Preset Manager → Members), or use the key of a Team Admin.',
    )
  }
  if (status === 404) {
    return fail(
      'preset-workspace-unknown',
      `Minting is answered with 404: the team ${team} does not have a workspace ${workspace}.${reason}`,
      'Take both from the addresses:\n  https://manage.app.preset.io/app/teams/<team>/\n  https://<workspace>.<region>.app.preset.io/',
    )
  }
  return fail(
    'preset-mint-broken',
    `Minting is answered with ${status}, without a token.${reason}`,
    'Run this again. If the problem stays, ask Preset.',
  )
}
