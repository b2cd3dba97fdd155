/** What Superset's own parser makes of the clauses of `rls(database)`, for every name that it takes. */

import { test as base, expect } from '@playwright/test'
import { DATABASES, type RlsDatabase } from '../../src/server/rls/databases.ts'
import { clausesFor } from './clauses/forms.ts'
import { type Anomalies, readClauses } from './clauses/read.ts'
import { noteCell, versionUnderTest } from './fixtures.ts'

const NAMES = Object.keys(DATABASES) as readonly RlsDatabase[]
const clauses = Object.fromEntries(NAMES.map((name) => [name, clausesFor(name)]))

const test = base.extend<object, { readonly anomalies: Anomalies }>({
  anomalies: [
    // biome-ignore lint/correctness/noEmptyPattern: the fixture reads its dependencies off this pattern
    async ({}, use) => use(await readClauses(versionUnderTest(), clauses)),
    { scope: 'worker', timeout: 900_000 },
  ],
})

test.describe('Clauses of `rls` after Superset rewrote them', () => {
  for (const name of NAMES) {
    test(`\`${name}\``, async ({ anomalies }, info) => {
      expect(anomalies[name], 'clauses that Superset changes or refuses').toEqual([])
      noteCell(info, `${clauses[name]?.length} unchanged`)
    })
  }
})
