// @vitest-environment jsdom

import { waitFor } from '@testing-library/react'
import { EmbeddedDashboard } from 'guestpass'
import { afterEach, describe, expect, test } from 'vitest'
import { passTimeFast } from '../helpers/fast-clock'
import { openTestPage, settle, type TestPage } from './page'

/** A list of six dashboards, of which two rows are mounted at a time. */
const IDS = Array.from({ length: 6 }, (_, row) => `00000000-0000-4000-8000-00000000000${row}`)
const MOUNTED = 2

passTimeFast()

let page: TestPage

afterEach(() => page.close())

async function scrollTo(first: number): Promise<void> {
  page.show(IDS.slice(first, first + MOUNTED).map((id) => <EmbeddedDashboard key={id} id={id} />))
  await waitFor(
    () => expect(page.dashboards().map(({ dataset }) => dataset.state)).toEqual(['ready', 'ready']),
    {
      timeout: 20_000,
    },
  )
  await settle()
}

/** The rows for which each request asked, while the viewer scrolls down and up again. */
async function requestedRows(options: { readonly viewer?: string }) {
  page = openTestPage(options)
  if (!options.viewer) page.superset.route.signIn('ana')
  for (const first of [0, 2, 4, 2, 0]) await scrollTo(first)
  return page.superset.route.requests.map(({ dashboards }) => dashboards.map((id) => IDS.indexOf(id)))
}

describe('a list that mounts and unmounts its rows', () => {
  test('with the viewer requests one token for each row, also when rows come back', async () => {
    expect((await requestedRows({ viewer: 'ana' })).flat().sort()).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('without the viewer requests a token again for each row that comes back', async () => {
    expect((await requestedRows({})).flat().sort()).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 5])
  })
})
