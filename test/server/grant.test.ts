import { describe, expect, test } from 'vitest'
import { parsePresetGrant, parseSupersetGrant } from '../../src/server/grant'
import { createRandom, seedFromEnvironment } from '../helpers/random'

const grant = { viewer: 'ana', dashboards: ['d1'], rls: [{ clause: "country='USA'", datasets: [7] }] }

test('accepts a grant with the required fields', () => {
  expect(parseSupersetGrant(grant)).toEqual(grant)
  expect(parseSupersetGrant({ ...grant, rls: 'all-rows' }).rls).toBe('all-rows')
  expect(parseSupersetGrant({ ...grant, user: { username: 'ana', firstName: 'Ana' } }).user).toEqual({
    username: 'ana',
    firstName: 'Ana',
  })
})

describe('refuses by name', () => {
  test.each([
    ['rls', { viewer: 'ana', dashboards: ['d1'] }],
    ['rls', { ...grant, rls: [] }],
    ['rls', { ...grant, rls: null }],
    ['rls', { ...grant, rls: 'all' }],
    ['rls[0].datasource', { ...grant, rls: [{ clause: 'a=1', datasource: 7 }] }],
    ['rls[0].dataset', { ...grant, rls: [{ clause: 'a=1', dataset: 7 }] }],
    ['rls[0].datasets', { ...grant, rls: [{ clause: 'a=1', datasets: 7 }] }],
    ['rls[0].datasets', { ...grant, rls: [{ clause: 'a=1', datasets: undefined }] }],
    ['rls[0].datasets', { ...grant, rls: [{ clause: 'a=1', datasets: null }] }],
    ['rls[0].datasets', { ...grant, rls: [{ clause: 'a=1', datasets: [] }] }],
    ['rls[0].datasets[0]', { ...grant, rls: [{ clause: 'a=1', datasets: ['7'] }] }],
    ['rls[0].datasets[0]', { ...grant, rls: [{ clause: 'a=1', datasets: new Array(2) }] }],
    ['rls[0].datasets[0]', { ...grant, rls: [{ clause: 'a=1', datasets: [{ id: 7 }] }] }],
    ['rls[0].datasets[0]', { ...grant, rls: [{ clause: 'a=1', datasets: [{ id: 7, table: 'orders' }] }] }],
    ['rls[0].datasets[1]', { ...grant, rls: [{ clause: 'a=1', datasets: [7, 7.5] }] }],
    ['rls[0].datasets[2]', { ...grant, rls: [{ clause: 'a=1', datasets: [7, 8, 7] }] }],
    ['rls[1].clause', { ...grant, rls: [{ clause: 'a=1' }, { clause: ' ' }] }],
    ['rls[0].clause', { ...grant, rls: [{}] }],
    ['viewer', { ...grant, viewer: '' }],
    ['viewer', { ...grant, viewer: undefined }],
    ['dashboards', { ...grant, dashboards: 'd1' }],
    ['dashboards[0]', { ...grant, dashboards: [7] }],
    ['user.first_name', { ...grant, user: { first_name: 'Ana' } }],
    ['user.username', { ...grant, user: { username: '' } }],
    ['user.attributes', { ...grant, user: { attributes: { org: 7 } } }],
    ['rows', { ...grant, rows: 'all' }],
    ['value', 'ana'],
    ['value', []],
  ])('%s', (path, value) => {
    expect(() => parseSupersetGrant(value)).toThrow(
      expect.objectContaining({
        code: 'grant-invalid',
        message: expect.stringContaining(`The grant's ${path} `),
      }),
    )
  })
})

test('does not repeat the values that it refuses', () => {
  const secretive = { ...grant, rls: [{ clause: "tenant='secret-7'", datasource: 'secret-8' }] }
  expect(() => parseSupersetGrant(secretive)).not.toThrow(/secret/)
  expect(() => parseSupersetGrant(secretive)).toThrow('datasource')
})

describe('copies the app’s own object', () => {
  class Grant {
    readonly #viewer: string
    constructor(viewer: string) {
      this.#viewer = viewer
    }
    get viewer() {
      return this.#viewer
    }
    get dashboards() {
      return ['d1']
    }
    get rls() {
      return [{ clause: `owner='${this.#viewer}'` }]
    }
    toJSON() {
      return '[grant]'
    }
  }

  test('without its getters, and without a toJSON that would make the grants of two viewers equal', () => {
    const [ana, bob] = ['ana', 'bob'].map((viewer) => JSON.stringify(parseSupersetGrant(new Grant(viewer))))
    expect(ana).toContain("owner='ana'")
    expect(bob).toContain("owner='bob'")
  })

  test('without a toJSON that makes a list empty', () => {
    const rls = Object.assign([{ clause: 'a=1' }], { toJSON: () => [] })
    expect(JSON.stringify(parseSupersetGrant({ ...grant, rls }).rls)).toBe('[{"clause":"a=1"}]')
  })

  test('and reads a getter that changes its value only once', () => {
    let asked = 0
    const rule = {
      get clause() {
        return asked++ ? '1=1' : 'a=1'
      },
    }
    expect(parseSupersetGrant({ ...grant, rls: [rule] }).rls).toEqual([{ clause: 'a=1' }])
  })

  test('and refuses a list with holes', () => {
    expect(() => parseSupersetGrant({ ...grant, rls: new Array(2) })).toThrow('rls[0]')
  })
})

test('names every wrong field by its path', () => {
  const wrong = {
    viewer: 7,
    dashboards: ['d1', '', 'd2', null],
    user: { username: ' ', first_name: 'Ana' },
    rls: [{ clause: 'a=1' }, { clause: '', datasource: 7 }, 'a=1', { clause: 'b=1', datasets: [-1] }],
    rows: 'all',
  }
  expect(() => parseSupersetGrant(wrong)).toThrow(
    new RegExp(
      [
        'rows is not known here; known are viewer, dashboards, user, rls',
        'viewer is not a text',
        'dashboards\\[1\\] is not a text',
        'dashboards\\[3\\] is not a text',
        'user\\.first_name is not known here',
        'user\\.username is not a text',
        'rls\\[1\\]\\.datasource is not known here; known are clause, datasets',
        'rls\\[1\\]\\.clause is not a text',
        'rls\\[2\\] is not an object',
        "rls\\[3\\]\\.datasets\\[0\\] is not a dataset's number",
      ].join('.*'),
    ),
  )
})

test('names twenty wrong fields of a grant, and counts the others', () => {
  const dashboards = Array.from({ length: 50_000 }, () => 7)
  const parse = () => parseSupersetGrant({ ...grant, dashboards })
  expect(parse).toThrow(
    expect.objectContaining({ sentence: expect.stringMatching(/dashboards\[19\].*; and 49980 more\.$/) }),
  )
  expect(parse).not.toThrow(/dashboards\[20\]/)
})

test('accepts enableDrilling in a Preset grant, and not in a Superset grant', () => {
  expect(parsePresetGrant({ ...grant, enableDrilling: false })).toEqual({ ...grant, enableDrilling: false })
  expect(parsePresetGrant(grant)).toEqual(grant)
  expect(() => parsePresetGrant({ ...grant, enableDrilling: 'yes' })).toThrow('enableDrilling is neither')
  expect(() => parsePresetGrant({ ...grant, viewer: '', enable_drilling: true })).toThrow(
    /enable_drilling is not known.*viewer is not a text/,
  )
  expect(() => parseSupersetGrant({ ...grant, enableDrilling: true })).toThrow('enableDrilling is not known')
})

describe('a hostile grant', () => {
  test('pollutes nothing', () => {
    const hostile = JSON.parse(
      '{"viewer":"ana","dashboards":["d1"],"rls":[{"clause":"a=1","__proto__":{"polluted":1}}],' +
        '"user":{"__proto__":{"username":"admin"}},"__proto__":{"polluted":1},"constructor":{}}',
    )
    expect(() => parseSupersetGrant(hostile)).toThrow(/__proto__ is not known.*constructor is not known/)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('gets no field from a polluted object prototype', () => {
    const root = Object.prototype as unknown as Record<string, unknown>
    const polluted = { rls: 'all-rows', user: { username: 'admin' }, datasets: [7], enableDrilling: true }
    Object.assign(root, polluted)
    try {
      expect(() => parseSupersetGrant({ viewer: 'ana', dashboards: ['d1'] })).toThrow('rls is missing')
      const parsed = parsePresetGrant({ viewer: 'ana', dashboards: ['d1'], rls: [{ clause: 'a=1' }] })
      expect(JSON.stringify(parsed)).toBe('{"viewer":"ana","dashboards":["d1"],"rls":[{"clause":"a=1"}]}')
      expect([parsed.user, parsed.enableDrilling]).toEqual([undefined, undefined])
    } finally {
      for (const name of Object.keys(polluted)) delete root[name]
    }
  })

  test('that throws when it is read is named, without the thrown message', () => {
    const secretive = () => {
      throw new Error('secret-words')
    }
    const throwing = Object.defineProperty({ ...grant }, 'viewer', { get: secretive, enumerable: true })
    expect(() => parseSupersetGrant(throwing)).toThrow(/^The grant's viewer cannot be read/)
    const proxy = new Proxy({}, { ownKeys: secretive })
    expect(() => parseSupersetGrant(proxy)).toThrow(/^The grant's value cannot be read/)
    const list = new Proxy([], { get: secretive })
    expect(() => parseSupersetGrant({ ...grant, rls: list })).toThrow(/^The grant's rls cannot be read/)
    for (const one of [throwing, proxy, { ...grant, rls: list }]) {
      expect(() => parseSupersetGrant(one)).not.toThrow(/secret/)
    }
  })

  test('cannot have an endless list', () => {
    const endless = Object.assign([{ clause: 'a=1' }], {
      *[Symbol.iterator]() {
        while (true) yield { clause: '1=1' }
      },
    })
    expect(parseSupersetGrant({ ...grant, rls: endless }).rls).toEqual([{ clause: 'a=1' }])
    expect(() => parseSupersetGrant({ ...grant, rls: new Array(2 ** 32 - 1) })).toThrow('over 100000')
  })

  test('cannot give two viewers the same key, or add a line to a log', () => {
    expect(() => parseSupersetGrant({ ...grant, viewer: 'ana\ud800' })).toThrow('viewer holds half')
    expect(() => parseSupersetGrant({ ...grant, rls: [{ clause: "a='\udc00'" }] })).toThrow('rls[0].clause')
    expect(parseSupersetGrant({ ...grant, viewer: 'ana 😀' }).viewer).toBe('ana 😀')
    const name = `x\n[error] ${'y'.repeat(1_000)}`
    expect(() => parseSupersetGrant({ ...grant, [name]: 1 })).toThrow(
      /^The grant's \["x\\n\[error\] y{30}"\] is/,
    )
  })

  test('is refused or copied as plain fields, whatever it contains', () => {
    const seed = seedFromEnvironment()
    const random = createRandom(seed)
    const scraps = [
      undefined,
      null,
      0,
      7,
      -1,
      1.5,
      '',
      'd1',
      'all-rows',
      true,
      [],
      {},
      [[]],
      Symbol('s'),
      () => 1,
    ]
    const names = ['viewer', 'dashboards', 'user', 'rls', 'clause', 'datasets', 'username', '__proto__', 'x']
    const make = (depth: number): unknown => {
      if (depth === 0 || random.next() < 0.3) return random.pick(scraps)
      if (random.next() < 0.4) return Array.from({ length: random.below(3) }, () => make(depth - 1))
      const entries = Array.from({ length: random.below(4) }, () => [random.pick(names), make(depth - 1)])
      return Object.assign(
        Object.create(random.pick([null, Object.prototype, { viewer: 'ana' }])),
        Object.fromEntries(entries),
      )
    }
    let taken = 0
    for (let run = 0; run < 5_000; run++) {
      const base = { viewer: 'ana', dashboards: ['d1'], rls: 'all-rows' }
      const hostile = random.next() < 0.5 ? make(4) : { ...base, [random.pick(names)]: make(3) }
      try {
        const parsed = parseSupersetGrant(hostile)
        taken++
        expect(parseSupersetGrant(JSON.parse(JSON.stringify(parsed))), `SEED=${seed}`).toEqual(parsed)
        expect(parsed.rls.length, `SEED=${seed}`).toBeGreaterThan(0)
      } catch (error) {
        expect(error, `SEED=${seed}`).toMatchObject({ code: 'grant-invalid' })
      }
    }
    expect(taken).toBeGreaterThan(20)
  })
})
