import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ALL_CHECKS } from '../../../src/cli/doctor/checks'
import { tablesOf } from '../../doctor/document'
import { FAULTS, MISCONFIGURATIONS } from '../../doctor/faults'

const FILE = 'docs/doctor.md'
const MARK =
  '<!-- from the code: GUESTPASS_DOCUMENT_ANEW=yes npx vitest run test/cli/doctor/document.test.ts -->'

test('the page lists every check and everything that may be found', () => {
  const [before = '', after = ''] = readFileSync(FILE, 'utf8').split(MARK)
  const tables = `\n\n${tablesOf(ALL_CHECKS)}\n`
  if (process.env['GUESTPASS_DOCUMENT_ANEW']) writeFileSync(FILE, before + MARK + tables)
  else expect(after).toBe(tables)
})

test('the page has the number of faults at which a browser looks, too', () => {
  const lookedAt = FAULTS.filter(({ isSeen }) => isSeen !== undefined)
  expect(readFileSync(FILE, 'utf8')).toContain(`with each of ${lookedAt.length} faults`)
})

test('everything that may be found is brought about, in a real Superset or by a test of its check', () => {
  const faults = [...FAULTS, ...MISCONFIGURATIONS.flatMap((one) => one.faults)].map(({ id }) => id)
  const folder = 'test/cli/doctor'
  const tests = readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
  const unproven = ALL_CHECKS.flatMap(({ problems }) => Object.keys(problems)).filter(
    (id) =>
      !faults.includes(id) && !tests.some((text) => text.includes(` ${id}'`) || text.includes(`'${id}'`)),
  )
  expect(unproven).toEqual([])
})

test('each check has a unique name', () => {
  const names = ALL_CHECKS.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { problems } of ALL_CHECKS) {
    for (const id of Object.keys(problems)) expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/)
  }
})
