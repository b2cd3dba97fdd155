import { presetApi } from '../../../server/issuers/preset-api'
import { bodyOf } from '../../superset-session'
import { check } from '../check'
import { type Finding, fail, ok } from '../finding'
import { IN_FRONT, inFront } from '../in-front'
import { mintThrough } from '../mint-through'
import { reasonIn } from '../reason'
import type { PresetAccess } from './access'

/** An embed id that no workspace has. A refusal for this id shows that everything else is right. */
const NOWHERE = '00000000-0000-4000-8000-000000000000'

/** The region is only in the address for browsers. Minting does not need it, and so the command does not, either. */
const ANY_REGION = 'us1a'

export const presetMint = check({
  name: 'preset-mint',
  about: 'a guest token of the workspace, minted as the app does it',
  problems: {
    'preset-workspace-unknown': 'there is no such team or workspace',
    'preset-not-admin': 'the owner of the API key is not a Team Admin',
    'dashboard-not-embedded': 'there is no such embed id',
    'preset-mint-broken': 'minting gets no token',
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
      const what = 'the workspace is found, and the key may mint; give --dashboard, the embed id, for a token'
      return ok('preset-mint', what)
    }
    return isMissing ? notEmbedded(String(dashboard)) : refusal(response, preset, reason)
  },
})

/** The words of Preset's API for an unknown embed id. */
const NO_DASHBOARD = /EmbeddedDashboard|dashboards?\b[^.]{0,60}\b(?:not (?:be )?found|not exist)/i

function notEmbedded(dashboard: string): Finding {
  const what = `The workspace has no dashboard with the embed id ${dashboard}.`
  return fail(
    'dashboard-not-embedded',
    what,
    'Take the id from the dashboard: ⋯ → Embed dashboard. It is another than that in its address.',
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
      'Make the owner one (Preset Manager → Members), or a key of somebody who is.',
    )
  }
  if (status === 404) {
    return fail(
      'preset-workspace-unknown',
      `Minting is answered with 404: there is no workspace ${workspace} in a team ${team}.${reason}`,
      'Take both from the addresses:\n  https://manage.app.preset.io/app/teams/<team>/\n  https://<workspace>.<region>.app.preset.io/',
    )
  }
  return fail(
    'preset-mint-broken',
    `Minting is answered with ${status}, and no token.${reason}`,
    'Run it again; if it stays, ask Preset.',
  )
}
