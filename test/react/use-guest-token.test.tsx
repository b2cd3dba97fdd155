// @vitest-environment jsdom

import { act, waitFor } from '@testing-library/react'
import { type UseGuestToken, useGuestToken } from 'guestpass'
import * as React from 'react'
import { StrictMode, Suspense } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ID, openTestPage, settle, type TestPage } from './page'

let page: TestPage
let token: UseGuestToken

beforeEach(() => {
  page = openTestPage({ viewer: 'ana' })
})
afterEach(() => page.close())

function Phase({ id = ID }: { readonly id?: string }) {
  token = useGuestToken(id)
  return <output>{token.phase}</output>
}

const phase = () => document.querySelector('output')?.textContent

test('changes from missing to fresh, and returns the token', async () => {
  page.show(<Phase />)
  expect(phase()).toBe('missing')
  expect(token.getToken()).toBeUndefined()
  await waitFor(() => expect(phase()).toBe('fresh'))
  expect(token.getToken()).toMatch(/^\S+$/)
  expect(document.body.innerHTML).not.toContain(token.getToken())
})

test('requests one token for a dashboard and a hook together', async () => {
  page.show(
    <StrictMode>
      <Phase />
      <Phase />
    </StrictMode>,
  )
  await waitFor(() => expect(phase()).toBe('fresh'))
  expect(page.superset.route.requests).toHaveLength(1)
})

test('reports an ended session, and requests a token again on refresh()', async () => {
  page.superset.route.signOut()
  page.show(<Phase />)
  await waitFor(() => expect(token.error?.code).toBe('session-ended'), { timeout: 10_000 })
  expect(phase()).toBe('denied')
  page.superset.route.signIn('ana')
  act(() => token.refresh())
  await waitFor(() => expect(phase()).toBe('fresh'))
})

test('drops the token of an id when it gets another id', async () => {
  page.show(<Phase />)
  await waitFor(() => expect(phase()).toBe('fresh'))
  const before = token.getToken()
  page.show(<Phase id="00000000-0000-4000-8000-000000000000" />)
  expect(token.getToken()).toBeUndefined()
  await waitFor(() => expect(phase()).toBe('fresh'))
  expect(token.getToken()).not.toBe(before)
})

test('is missing in HTML from a server', () => {
  expect(renderToString(<Phase />)).toBe('<output>missing</output>')
})

test('requests nothing after it is unmounted', async () => {
  page.show(<Phase />)
  page.show(null)
  await settle()
  expect(page.superset.route.requests).toHaveLength(0)
})

describe('a component that React hides', () => {
  /** Without a viewer, an unused token is dropped at once. */
  beforeEach(() => {
    page.close()
    page = openTestPage()
  })

  const requests = () => page.superset.route.requests.length

  function createLoading() {
    let isLoaded = false
    let resolve = () => {}
    const promise = new Promise<void>((settled) => {
      resolve = settled
    })
    const load = () =>
      act(async () => {
        isLoaded = true
        resolve()
      })
    return { wait: { promise, isLoaded: () => isLoaded }, load }
  }

  test('keeps its token while a sibling in the same <Suspense> loads', async () => {
    const { wait, load } = createLoading()
    const show = (isOpen: boolean) =>
      page.show(
        <Suspense fallback="loading">
          <Phase />
          {isOpen && <Sibling {...wait} />}
        </Suspense>,
      )
    show(false)
    await waitFor(() => expect(phase()).toBe('fresh'))
    const before = token.getToken()
    show(true)
    await settle()
    expect([token.getToken(), requests()]).toEqual([before, 1])
    await load()
    await settle()
    expect([phase(), token.getToken(), requests()]).toEqual(['fresh', before, 1])
  })

  test('releases its token when it is unmounted, also while it is hidden', async () => {
    const { wait } = createLoading()
    page.show(<Phase />)
    await waitFor(() => expect(phase()).toBe('fresh'))
    page.show(null)
    expect(token.getToken()).toBeUndefined()

    const tree = (isOpen: boolean) => (
      <Suspense fallback="loading">
        <Phase />
        {isOpen && <Sibling {...wait} />}
      </Suspense>
    )
    page.show(tree(false))
    await waitFor(() => expect(phase()).toBe('fresh'))
    page.show(tree(true))
    page.show(null)
    expect(token.getToken()).toBeUndefined()
  })

  test('releases its token before the component of the next person requests one', async () => {
    page.show(<Phase key="first" />)
    await waitFor(() => expect(phase()).toBe('fresh'))
    const before = token.getToken()
    page.show(<Phase key="second" />)
    expect(token.getToken()).toBeUndefined()
    await waitFor(() => expect(phase()).toBe('fresh'))
    expect(token.getToken()).not.toBe(before)
  })

  test('requests a token again when another component used a token meanwhile', async () => {
    const { wait, load } = createLoading()
    const tree = (isOpen: boolean) => (
      <>
        <Suspense fallback="loading">
          <Phase />
          {isOpen && <Sibling {...wait} />}
        </Suspense>
        {isOpen && <Other />}
      </>
    )
    page.show(tree(false))
    await waitFor(() => expect(phase()).toBe('fresh'))
    page.show(tree(true))
    await settle()
    expect(token.getToken()).toBeUndefined()
    await load()
    await waitFor(() => expect(phase()).toBe('fresh'))
    expect(token.getToken()).toMatch(/^\S+$/)
  })

  test('in StrictMode requests one token, and releases it when it is unmounted', async () => {
    page.show(
      <StrictMode>
        <Phase />
      </StrictMode>,
    )
    await waitFor(() => expect(phase()).toBe('fresh'))
    expect(requests()).toBe(1)
    page.show(null)
    expect(token.getToken()).toBeUndefined()
  })

  // React 18 has no <Activity>.
  if ('Activity' in React) {
    test('releases its token in a hidden <Activity>, and requests another', async () => {
      const { Activity } = React
      const show = (mode: 'visible' | 'hidden') =>
        page.show(
          <Activity mode={mode}>
            <Phase />
          </Activity>,
        )
      show('visible')
      await waitFor(() => expect(phase()).toBe('fresh'))
      show('hidden')
      expect(token.getToken()).toBeUndefined()
      show('visible')
      await waitFor(() => expect(phase()).toBe('fresh'))
      expect(requests()).toBe(2)
    })
  }
})

interface SiblingProps {
  readonly promise: Promise<void>
  isLoaded(): boolean
}

/** Suspends until it is loaded. */
function Sibling({ promise, isLoaded }: SiblingProps) {
  if (!isLoaded()) throw promise
  return null
}

function Other() {
  useGuestToken('00000000-0000-4000-8000-000000000000')
  return null
}
