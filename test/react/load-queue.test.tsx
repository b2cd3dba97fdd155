// @vitest-environment jsdom

import { waitFor } from '@testing-library/react'
import { EmbeddedDashboard, type EmbeddedDashboardProps, GuestpassProvider } from 'guestpass'
import { StrictMode } from 'react'
import { createPortal } from 'react-dom'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { passTimeFast } from '../helpers/fast-clock'
import { openTestPage, settle, type TestPage } from './page'

const IDS = [...'abcdef']

passTimeFast()

let page: TestPage

beforeEach(() => {
  page = openTestPage({ viewer: 'ana' })
  for (const id of IDS) page.superset.dashboard(id).keepLoading()
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
})

function Dashboards({ ids = IDS, ...props }: Partial<EmbeddedDashboardProps> & { readonly ids?: string[] }) {
  return ids.map((id) => <EmbeddedDashboard key={id} {...(props as object)} id={id} />)
}

/** The dashboards whose frames are on the page. */
const loaded = () =>
  page
    .frames()
    .map(({ src }) => new URL(src).pathname.at(-1))
    .join('')

async function waitForFrames(ids: string) {
  await waitFor(() => expect(loaded()).toBe(ids), { timeout: 20_000 })
  await settle()
  expect(loaded()).toBe(ids)
}

describe('dashboards on one page', () => {
  test('load two at a time, with one request for all tokens', async () => {
    page.show(<Dashboards />)
    await waitForFrames('ab')
    expect(page.superset.route.requests).toEqual([{ dashboards: IDS, viewer: 'ana' }])
    page.superset.dashboard('a').recover()
    await waitForFrames('abc')
    page.show(<Dashboards ids={['a', 'c', 'd', 'e', 'f']} />)
    await waitForFrames('acd')
  })

  test('that wait show their placeholder with its later height', async () => {
    page.show(<Dashboards />)
    await waitForFrames('ab')
    for (const dashboard of page.dashboards().slice(2)) {
      expect(dashboard.dataset['state']).toBe('connecting')
      expect(dashboard.querySelector('[data-part=fallback]')).not.toBeNull()
      const frame = dashboard.querySelector<HTMLElement>('[data-part=frame]')
      expect(frame?.style.height).toBe('var(--guestpass-height, 600px)')
    }
  })

  test('load two at a time in StrictMode, which mounts them twice', async () => {
    page.show(
      <StrictMode>
        <Dashboards />
      </StrictMode>,
    )
    await waitForFrames('ab')
    for (const id of IDS) page.superset.dashboard(id).recover()
    await waitForFrames('abcdef')
  })

  test('load one after the other in a shadow root and in the document', async () => {
    const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' })
    const container = root.appendChild(document.createElement('div'))
    page.show(
      <>
        {createPortal(<Dashboards ids={['a', 'b']} />, container)}
        <Dashboards ids={['c', 'd']} />
      </>,
    )
    await waitFor(() => expect(container.querySelectorAll('iframe')).toHaveLength(2), { timeout: 20_000 })
    expect(loaded()).toBe('')
    page.superset.dashboard('a').recover()
    await waitForFrames('c')
  })
})

describe('maxConcurrentLoads', () => {
  test('of the provider holds for all dashboards below', async () => {
    page.show(
      <GuestpassProvider maxConcurrentLoads={3}>
        <Dashboards />
      </GuestpassProvider>,
    )
    await waitForFrames('abc')
  })

  test('of a component replaces the number of the provider', async () => {
    page.show(
      <GuestpassProvider maxConcurrentLoads={3}>
        <Dashboards maxConcurrentLoads={1} />
      </GuestpassProvider>,
    )
    await waitForFrames('a')
  })

  test('is inherited by a nested provider', async () => {
    page.show(
      <GuestpassProvider maxConcurrentLoads={1}>
        <GuestpassProvider log={() => {}}>
          <Dashboards />
        </GuestpassProvider>
      </GuestpassProvider>,
    )
    await waitForFrames('a')
  })

  test('of Infinity loads all dashboards at once', async () => {
    page.show(<Dashboards maxConcurrentLoads={Number.POSITIVE_INFINITY} />)
    await waitForFrames('abcdef')
  })

  test('of 0 loads one dashboard at a time', async () => {
    page.show(<Dashboards maxConcurrentLoads={0} />)
    await waitForFrames('a')
    page.superset.dashboard('a').recover()
    await waitForFrames('ab')
  })

  test('can change without starting a dashboard again', async () => {
    const shown = (limit: number) => (
      <GuestpassProvider maxConcurrentLoads={limit}>
        <Dashboards ids={['a', 'b', 'c']} />
      </GuestpassProvider>
    )
    page.superset.dashboard('a').recover()
    page.show(shown(1))
    await page.waitForState('ready')
    const [frame] = page.frames()
    page.show(shown(3))
    await settle()
    expect(page.frames()[0]).toBe(frame)
    expect(page.dashboards()[0]?.dataset['state']).toBe('ready')
  })
})
