import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Fault } from './fault'
import { FAULTS } from './faults'
import { openStand, type Stand, visit } from './stand'
import { startViewer, type Viewer } from './viewer'

/** The doctor and Chromium look at the same Superset at the same time, with the same account, secret and addresses. */
let stand: Stand
let viewer: Viewer

beforeAll(async () => {
  ;[stand, viewer] = await Promise.all([openStand(), startViewer()])
})

afterAll(() => Promise.all([stand?.close(), viewer?.close()]))

const HEALTHY = { what: 'nothing is wrong', isSeen: true } as const
const LOOKED_AT = FAULTS.filter(({ isSeen }) => isSeen !== undefined)

test.each<Pick<Fault, 'what' | 'isSeen' | 'words' | 'env' | 'make'> & { readonly status?: string }>([
  HEALTHY,
  ...LOOKED_AT,
])(
  'with the exit code 0 Chromium shows the number: $what',
  async ({ isSeen, status, words, env = {}, make }) => {
    const undo = make?.(stand)
    try {
      const given = words?.(stand) ?? []
      const [{ exitCode }, sees] = await Promise.all([
        visit(stand, given, env),
        viewer.sees(stand, given, env),
      ])
      const isZero = exitCode === 0
      expect({ isZero, sees }).toEqual({ isZero: status !== 'fail', sees: isSeen })
      expect(isZero && !sees).toBe(false)
    } finally {
      undo?.()
    }
  },
)
