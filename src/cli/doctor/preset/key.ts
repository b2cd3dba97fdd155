import { ToolError } from '../../../core/tool-error'
import { signInToPreset } from '../../../server/preset-login'
import { recordAnswer } from '../../recorded-answer'
import { check } from '../check'
import { fail, NO_ANSWER, ok } from '../finding'
import { IN_FRONT, inFront } from '../in-front'
import { reasonIn } from '../reason'
import { asUnreachable } from '../unreachable'

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
    ).catch(asUnreachable)
    if (login instanceof ToolError) {
      const fix = "Check that this machine, and the app's, reach Preset's API."
      return fail(NO_ANSWER, login.sentence, fix)
    }
    const { answer, value } = login
    if (value) {
      return {
        findings: [ok('preset-key', 'Preset accepts the API key')],
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
