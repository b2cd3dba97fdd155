// @vitest-environment jsdom

import { act, waitFor } from '@testing-library/react'
import { type UseGuestToken, useGuestToken } from 'guestpass'
import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, test } from 'vitest'
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

test('goes from missing to fresh, and hands out the token', async () => {
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
