// @vitest-environment jsdom

import { createFakeSuperset, type FakeSuperset } from 'guestpass/testing'
import { type EmbedDashboardOptions, embedDashboard, type GuestpassError, preload } from 'guestpass/vanilla'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sales } from '../helpers/sales-descriptor'

let superset: FakeSuperset
let mountPoint: HTMLElement

beforeEach(() => {
  superset = createFakeSuperset()
  mountPoint = document.body.appendChild(document.createElement('div'))
})
afterEach(() => {
  mountPoint.remove()
  superset.stop()
})

const frame = () => document.querySelector('iframe')
const route = () => ({ tokenUrl: superset.tokenUrl, fetch: superset.route.fetch })

test('embedDashboard opens the tab and sets the filters by name', async () => {
  const dashboard = await embedDashboard({
    ...route(),
    mountPoint,
    dashboard: sales,
    filters: { Country: ['USA'] },
    activeTab: 'Exploratory',
  })
  const { pathname, hash, search } = new URL(frame()?.src ?? '')
  expect(pathname.endsWith(`/embedded/${sales.embedId}`)).toBe(true)
  expect(hash).toBe('#TAB-exploratory')
  expect(search).toContain('NATIVE_FILTER-country')
  dashboard.unmount()
})

test('embedDashboard rejects without an embed id, and leaves nothing mounted', async () => {
  const options = { ...route(), mountPoint, dashboard: {} } as unknown as EmbedDashboardOptions
  await expect(embedDashboard(options)).rejects.toMatchObject({ code: 'option-invalid' })
  expect(frame()).toBeNull()
})

test('embedDashboard rejects with the reason for an option that cannot be used', async () => {
  const options = { ...route(), mountPoint, dashboard: sales, locale: 7, onError() {} }
  await expect(embedDashboard(options as unknown as EmbedDashboardOptions)).rejects.toMatchObject({
    code: 'option-invalid',
    message: expect.stringContaining('locale must be of type string'),
  })
  expect(frame()).toBeNull()
})

test('embedDashboard uses the descriptor and warns when an id is passed too', async () => {
  const onWarning = vi.fn<(error: GuestpassError) => void>()
  const options = { ...route(), mountPoint, id: 'other', dashboard: sales, onWarning }
  const dashboard = await embedDashboard(options as unknown as EmbedDashboardOptions)
  expect(frame()?.src).toContain(sales.embedId)
  expect(onWarning.mock.calls.map(([{ code }]) => code)).toEqual(['option-invalid'])
  dashboard.unmount()
})

test('preload loads nothing after it was dropped', async () => {
  const drop = preload({ ...route(), supersetDomain: superset.domain, dashboard: sales })
  drop()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(frame()).toBeNull()
})
