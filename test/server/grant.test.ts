import { describe, expect, test } from 'vitest'
import { parseSupersetGrant } from '../../src/server/grant'

const grant = { viewer: 'ana', dashboards: ['d1'], rls: [{ clause: "country='USA'", dataset: 7 }] }

test('takes a grant that says everything it must', () => {
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
    ['rls[0].dataset', { ...grant, rls: [{ clause: 'a=1', dataset: '7' }] }],
    ['rls[0].dataset', { ...grant, rls: [{ clause: 'a=1', dataset: undefined }] }],
    ['rls[1].clause', { ...grant, rls: [{ clause: 'a=1' }, { clause: ' ' }] }],
    ['rls[0].clause', { ...grant, rls: [{}] }],
    ['viewer', { ...grant, viewer: '' }],
    ['viewer', { ...grant, viewer: undefined }],
    ['dashboards', { ...grant, dashboards: 'd1' }],
    ['dashboards[0]', { ...grant, dashboards: [7] }],
    ['user.first_name', { ...grant, user: { first_name: 'Ana' } }],
    ['user.username', { ...grant, user: { username: '' } }],
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

test('says nothing of the values it refuses', () => {
  const secretive = { ...grant, rls: [{ clause: "tenant='secret-7'", datasource: 'secret-8' }] }
  expect(() => parseSupersetGrant(secretive)).not.toThrow(/secret/)
  expect(() => parseSupersetGrant(secretive)).toThrow('datasource')
})

describe('keeps nothing of the app’s own object', () => {
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

  test('such as getters, or a toJSON that would make two people’s grants look the same', () => {
    const [ana, bob] = ['ana', 'bob'].map((viewer) => JSON.stringify(parseSupersetGrant(new Grant(viewer))))
    expect(ana).toContain("owner='ana'")
    expect(bob).toContain("owner='bob'")
  })

  test('such as a list that says to JSON that it is empty', () => {
    const rls = Object.assign([{ clause: 'a=1' }], { toJSON: () => [] })
    expect(JSON.stringify(parseSupersetGrant({ ...grant, rls }).rls)).toBe('[{"clause":"a=1"}]')
  })

  test('such as a field that answers differently when it is asked again', () => {
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
