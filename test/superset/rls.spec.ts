import { expect } from '@playwright/test'
import { type RlsRule, rls, type SupersetGrant, supersetJwt } from 'guestpass/server'
import { hostileText } from '../../scripts/fuzz/hostile.ts'
import { type Superset, startSuperset } from '../../scripts/superset/serve.ts'
import { test as base } from '../e2e/fixtures.ts'
import { createRandom, seedFromEnvironment } from '../helpers/random.ts'
import { addEvents, type EventRow, type EventsDashboard } from './events.ts'

const sql = rls('sqlite')
const JINJA = ['off', 'on'] as const
const seed = seedFromEnvironment()
const rows = makeRows()
const everyId = rows.map(({ id }) => id)

interface Asked {
  readonly status: number
  /** The ids of the rows that came back. */
  readonly ids: readonly number[]
}

interface WorkerFixtures {
  readonly supersets: Readonly<Record<(typeof JINJA)[number], Superset>>
  readonly events: EventsDashboard
}

interface TestFixtures {
  /** Asks for the rows of `events` as the embedded page does, with a token for these rules. */
  readonly ask: (
    jinja: (typeof JINJA)[number],
    clause: RlsRule['clause'] | SupersetGrant['rls'],
    options?: { readonly username?: string; readonly dataset?: 'table' | 'virtual'; readonly also?: string },
  ) => Promise<Asked>
}

const test = base.extend<TestFixtures, WorkerFixtures>({
  supersets: [
    async ({ platform }, use) => {
      const on = await startSuperset({ templateProcessing: true })
      await use({ off: platform as Superset, on })
      await on.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  events: [
    async ({ supersets }, use) => {
      const dashboard = await addEvents(supersets.off, rows)
      await use(dashboard)
      await dashboard.remove()
    },
    { scope: 'worker' },
  ],

  ask: async ({ supersets, events }, use) => {
    await use(async (jinja, clauseOrRules, { username = 'ana', dataset = 'table', also } = {}) => {
      const { datasetId, chartId } = events[dataset]
      const { url, guestSecret: secret, audience } = supersets[jinja]
      const issuer = supersetJwt({ url, secret, audience })
      const isRules = Array.isArray(clauseOrRules) || clauseOrRules === 'all-rows'
      const grant = issuer.parseGrant({
        viewer: 'ana',
        dashboards: [events.embedId],
        user: { username },
        rls: isRules ? clauseOrRules : [{ clause: clauseOrRules }],
      })
      const { token } = await issuer.mint(grant, [events.embedId], new AbortController().signal)
      const response = await fetch(`${url}/api/v1/chart/data`, {
        method: 'POST',
        headers: { 'x-guesttoken': token, 'content-type': 'application/json' },
        body: JSON.stringify({
          datasource: { id: datasetId, type: 'table' },
          queries: [
            {
              columns: ['id', ...(also ? [also] : [])],
              metrics: [],
              filters: [],
              extras: {},
              row_limit: 10_000,
            },
          ],
          form_data: { slice_id: chartId, dashboardId: events.numericId },
          result_format: 'json',
          result_type: 'full',
        }),
      })
      const body = (await response.json()) as { result?: readonly { data?: readonly { id: number }[] }[] }
      const data = body.result?.[0]?.data ?? []
      return { status: response.status, ids: data.map(({ id }) => id) }
    })
  },
})

function idsWhere(matches: (row: EventRow) => boolean): Asked {
  return { status: 200, ids: rows.filter(matches).map(({ id }) => id) }
}

for (const jinja of JINJA) {
  test.describe(`with ENABLE_TEMPLATE_PROCESSING ${jinja}`, () => {
    test('a value pasted into a clause by hand sees every row, a built clause only its own', async ({
      ask,
    }) => {
      const value = '1=1) OR (1=1'
      expect(await ask(jinja, 'all-rows')).toEqual({ status: 200, ids: everyId })
      expect(await ask(jinja, `organisation_id = 7 AND ${value}`)).toEqual({ status: 200, ids: everyId })
      expect(await ask(jinja, value)).toEqual({ status: 200, ids: everyId })
      expect(await ask(jinja, sql.eq('note', value))).toEqual(idsWhere(({ note }) => note === value))
      expect(() => sql.unsafeRaw(value)).toThrow(expect.objectContaining({ code: 'grant-invalid' }))
    })

    test('Jinja in values removes no filter', async ({ ask }) => {
      const byHand = "(note = 'x{#' AND organisation_id = 7 AND publisher <> '#}')"
      const built = sql.and(sql.eq('note', 'x{#'), sql.eq('organisation_id', 7), sql.ne('publisher', '#}'))
      const wanted = idsWhere(
        (row) => row.note === 'x{#' && row.organisation_id === 7 && row.publisher !== null,
      )
      // The random rows may contain another match.
      expect(wanted.ids.length).toBeGreaterThan(0)
      expect(await ask(jinja, built)).toEqual(wanted)
      // By hand the comment swallows what is between, and `note = 'x'` is left.
      expect(await ask(jinja, byHand)).toEqual(
        jinja === 'off' ? wanted : idsWhere(({ note }) => note === 'x'),
      )
    })

    test('several rules narrow to their intersection, and an OR in one rule does not widen another rule', async ({
      ask,
    }) => {
      const inSeven = ({ organisation_id }: EventRow) => organisation_id === 7
      const ofAnaOrOpen = ({ user_id, is_secret }: EventRow) => user_id === 1 || is_secret === false
      const organisation = { clause: sql.eq('organisation_id', 7) }
      const wanted = idsWhere((row) => inSeven(row) && ofAnaOrOpen(row))
      expect(wanted.ids.length).toBeGreaterThan(0)
      expect(wanted.ids.length).toBeLessThan(idsWhere(ofAnaOrOpen).ids.length)
      const built = { clause: sql.or(sql.eq('user_id', 1), sql.not(sql.isTrue('is_secret'))) }
      expect(await ask(jinja, [organisation, built])).toEqual(wanted)
      expect(await ask(jinja, [built, organisation])).toEqual(wanted)
      const raw = { clause: sql.unsafeRaw('user_id = 1 OR NOT is_secret') }
      expect(await ask(jinja, [raw, organisation])).toEqual(wanted)
    })

    test('a rule for another dataset does not change this dataset', async ({ ask, events }) => {
      const rule = (id: number): SupersetGrant['rls'] => [{ clause: sql.eq('user_id', 1), datasets: [id] }]
      expect(await ask(jinja, rule(events.table.datasetId))).toEqual(idsWhere(({ user_id }) => user_id === 1))
      expect(await ask(jinja, rule(events.table.datasetId + 1))).toEqual({ status: 200, ids: everyId })
    })

    const guide: readonly (readonly [string, RlsRule['clause'], (row: EventRow) => boolean])[] = [
      [
        "publisher = 'Nintendo'",
        sql.eq('publisher', 'Nintendo'),
        ({ publisher }) => publisher === 'Nintendo',
      ],
      [
        'NOT events.is_secret',
        sql.not(sql.isTrue('events.is_secret')),
        ({ is_secret }) => is_secret === false,
      ],
      ['organisation_id = 7', sql.eq('organisation_id', 7), ({ organisation_id }) => organisation_id === 7],
      ['user_id = 1', sql.eq('user_id', 1), ({ user_id }) => user_id === 1],
    ]
    for (const [byHand, built, matches] of guide) {
      test(`the guide's ${byHand}, built, shows the same rows`, async ({ ask }) => {
        const wanted = idsWhere(matches)
        expect(wanted.ids.length).toBeGreaterThan(0)
        expect(wanted.ids.length).toBeLessThan(rows.length)
        expect(await ask(jinja, byHand)).toEqual(wanted)
        expect(await ask(jinja, built)).toEqual(wanted)
      })
    }

    // docs/security.md explains this: a column that no viewer may see does not belong in the dataset.
    test('rules keep rows apart, and nothing keeps columns apart', async ({ ask }) => {
      const ownRows = idsWhere(({ user_id: user }) => user === 1)
      expect(await ask(jinja, sql.eq('user_id', 1), { also: 'note' })).toEqual(ownRows)
    })

    test('an unknown column shows no rows', async ({ ask }) => {
      const { status, ids } = await ask(jinja, sql.not(sql.isTrue('is_secert')))
      expect({ status, ids }).toEqual({ status: 400, ids: [] })
      // In quotes SQLite takes it for a text, which is not true.
      expect(await ask(jinja, 'NOT "is_secert"')).toEqual({ status: 200, ids: everyId })
    })

    test('empty lists and null show no rows', async ({ ask }) => {
      const none = { status: 200, ids: [] }
      expect(await ask(jinja, sql.oneOf('organisation_id', []))).toEqual(none)
      expect(await ask(jinja, sql.or())).toEqual(none)
      expect(await ask(jinja, sql.eq('publisher', null))).toEqual(none)
      expect(await ask(jinja, sql.not(sql.eq('publisher', null)))).toEqual(none)
      const unpublished = idsWhere(({ publisher }) => publisher === null)
      expect(await ask(jinja, sql.isNull('publisher'))).toEqual(unpublished)
    })

    test('a rule for a table also holds under a virtual dataset', async ({ ask, events }) => {
      const { datasetId } = events.table
      const virtual = { dataset: 'virtual' } as const
      const notes = rows.slice(0, 20).map(({ note }) => note)
      const clause = sql.and(sql.eq('organisation_id', 7), sql.oneOf('note', notes))
      const wanted = idsWhere((row) => row.organisation_id === 7 && notes.includes(row.note))
      expect(await ask(jinja, [{ clause, datasets: [datasetId] }], virtual)).toEqual(wanted)
      // Superset leaves out a clause that sqlglot cannot read, and only writes a line to its log.
      const unreadable: SupersetGrant['rls'] = [{ clause: 'organisation_id = 7 AND', datasets: [datasetId] }]
      expect(await ask(jinja, unreadable, virtual)).toEqual({ status: 200, ids: everyId })
    })

    test('hostile values arrive unchanged', async ({ ask }) => {
      test.setTimeout(120_000)
      const hostile = rows.filter(({ note }) => note !== '')
      for (let start = 0; start < hostile.length; start += 20) {
        const notes = hostile.slice(start, start + 20).map(({ note }) => note)
        const clause = sql.and(sql.eq('organisation_id', 7), sql.oneOf('note', notes))
        const wanted = idsWhere((row) => row.organisation_id === 7 && notes.includes(row.note))
        expect(await ask(jinja, clause), `seed ${seed}, rows from ${start}`).toEqual(wanted)
      }
      for (const { note } of hostile.slice(0, 10)) {
        const others = sql.and(sql.eq('organisation_id', 7), sql.ne('note', note))
        expect(await ask(jinja, others), `seed ${seed}`).toEqual(
          idsWhere((row) => row.organisation_id === 7 && row.note !== note),
        )
      }
    })
  })
}

test('unsafeRaw keeps Jinja for Superset to render', async ({ ask }) => {
  const byUsername = sql.unsafeRaw("publisher = '{{ current_username() }}'")
  const ofNintendo = idsWhere(({ publisher }) => publisher === 'Nintendo')
  expect(await ask('on', byUsername, { username: 'Nintendo' })).toEqual(ofNintendo)
  expect(await ask('on', byUsername, { username: 'somebody' })).toEqual({ status: 200, ids: [] })
  expect(await ask('off', byUsername, { username: 'Nintendo' })).toEqual({ status: 200, ids: [] })
})

/** A few rows that say what they are, and hostile ones; every second row is of organisation 7. */
function makeRows(): readonly EventRow[] {
  const random = createRandom(seed)
  const notes = [
    'x',
    'x{#',
    'x{#',
    '1=1) OR (1=1',
    ...Array.from({ length: 200 }, () => short(hostileText(random))),
  ]
  return notes.map((note, id) => ({
    id,
    organisation_id: id % 2 === 0 ? 7 : 8,
    user_id: id % 3,
    publisher: [null, 'Nintendo', 'Sega', "O'Reilly"][(id >> 1) % 4] ?? null,
    is_secret: [false, true, null][id % 5] ?? null,
    note,
  }))
}

/** Twenty have to fit into a token, which travels in a header. */
function short(text: string): string {
  return Array.from(text).slice(0, 40).join('')
}
