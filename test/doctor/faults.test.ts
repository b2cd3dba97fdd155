import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exitCodeOf, type Finding } from '../../src/cli/doctor/finding'
import { typed } from '../cli/typed'
import { filterBy, permit } from './changes'
import { FAULTS, MISCONFIGURATIONS } from './faults'
import { CANARY, generateFile, openStand, type Stand, type Visit, visit } from './stand'

/** What there is to say to every app on Superset's own site. */
const USUAL = 'session-clash'

const problemsIn = (findings: readonly Finding[]) =>
  findings
    .filter(({ status }) => status === 'fail' || status === 'warn')
    .flatMap(({ id }) => (id === USUAL ? [] : [id]))

describe('a healthy Superset', () => {
  let stand: Stand

  beforeAll(async () => {
    stand = await openStand()
  })

  afterAll(() => stand?.close())

  test('has no problem, and no check is skipped', async () => {
    const descriptor = await generateFile(stand)
    const words = [
      ...['--rls', "country = 'Nowhere'", '--rls-database', 'sqlite', '--descriptor', descriptor],
      ...['--token-url', `${stand.app.url}/guest-token`],
    ]
    const { findings, exitCode } = await visit(stand, words, {
      GUESTPASS_GUEST_SECRET: stand.superset.guestSecret,
    })
    expect(problemsIn(findings)).toEqual([])
    expect(exitCode).toBe(0)
    const notSeen = findings.filter(({ status }) => status === 'skipped').map(({ id }) => id)
    expect(notSeen).toEqual([])
  })

  test('can be checked with only the secret of the app', async () => {
    const { audience, guestSecret } = stand.superset
    const env = { GUESTPASS_SUPERSET_USERNAME: '', GUESTPASS_GUEST_SECRET: guestSecret }
    const { findings, exitCode } = await visit(stand, ['--audience', audience], env)
    expect(problemsIn(findings)).toEqual([])
    expect(exitCode).toBe(0)
    const fine = findings.filter(({ status }) => status === 'ok').map(({ id }) => id)
    expect(fine).toEqual(expect.arrayContaining(['mint', 'token', 'given-secret', 'guest-role']))
  })

  test('whose Public may read dashboards is blamed by every command, and not the account', async () => {
    const undo = permit(stand, 'Public', 'can_read', 'Dashboard')
    try {
      const { superset, dashboard, app } = stand
      const env = {
        GUESTPASS_SUPERSET_USERNAME: superset.username,
        GUESTPASS_SUPERSET_PASSWORD: superset.password,
      }
      for (const words of [
        ['dashboards'],
        ['enable', dashboard.slug, '--allow', app.url],
        ['generate', dashboard.slug, '--out', 'never.ts'],
      ]) {
        const { warnings, output } = await typed([...words, '--superset', superset.url], { env })
        expect(warnings + output).toContain('The role Public has can_read on Dashboard')
        expect(warnings + output).not.toContain('this account may see')
      }
    } finally {
      undo()
    }
  })

  test.each(FAULTS)('$id: $what', async ({ id, status, also = [], words, env, make }) => {
    const undo = make?.(stand)
    try {
      const seen = await visit(stand, words?.(stand), env)
      expect(new Set(problemsIn(seen.findings))).toEqual(new Set([id, ...also]))
      expectNamed(seen, id, status)
    } finally {
      undo?.()
    }
  })

  test('is asked for the dataset of a native filter as the filter does it', async () => {
    const undo = filterBy(stand, stand.datasetId)
    try {
      const words = [
        '--dashboard',
        stand.reach.embedId,
        '--rls-database',
        'sqlite',
        '--rls',
        "country = 'USA'",
      ]
      const { findings } = await visit(stand, words)
      expect(problemsIn(findings)).toEqual([])
      const { what } = findings.find(({ id }) => id === 'datasets') ?? {}
      expect(what).toContain(String(stand.datasetId))
    } finally {
      undo()
    }
  })

  test('keeps rules, secrets and tokens out of the output for a person, too', async () => {
    const words = [`tenant = '${CANARY}'`, `country = '${CANARY}`, `country = '{{ "${CANARY}" }}'`].flatMap(
      (one) => ['--rls', one],
    )
    const env = { GUESTPASS_GUEST_SECRET: `${CANARY}-short`, NO_COLOR: 'yes' }
    const { findings, output } = await visit(stand, words, env, 100)
    expect(findings).toEqual([])
    expect(output).toMatch(/✗ rls-column-missing +Rule 1 compares tenant/)
    expectNothingSecret(output)
  })

  test('is healthy again after all faults', async () => {
    expect(problemsIn((await visit(stand)).findings)).toEqual([])
  })
})

describe.each(MISCONFIGURATIONS)('$name', ({ faults, env, ...options }) => {
  let stand: Stand
  let seen: Visit

  beforeAll(async () => {
    stand = await openStand(options)
    seen = await visit(stand, [], env)
  })

  afterAll(() => stand?.close())

  test.each(faults)('$id: $what', ({ id, status }) => {
    expectNamed(seen, id, status)
  })

  test('has no other finding', () => {
    const named = new Set(faults.flatMap(({ id, also = [] }) => [id, ...also]))
    expect(problemsIn(seen.findings).filter((id) => !named.has(id))).toEqual([])
  })
})

/** Expects a finding with this id and with what to do, and an output without secrets. */
function expectNamed({ findings, exitCode, output }: Visit, id: string, status: Finding['status']): void {
  const found = findings.find((one) => one.id === id)
  expect(found).toMatchObject({ status, fix: expect.stringMatching(/\S/) })
  expect(exitCode).toBe(exitCodeOf(findings))
  expectNothingSecret(output)
}

function expectNothingSecret(output: string): void {
  expect(output).not.toContain(CANARY)
  expect(output).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/)
}
