// @vitest-environment jsdom

import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { GuestpassProvider, type UseRowsOptions, useRows } from 'guestpass'
import { type ReactNode, StrictMode, Suspense } from 'react'
import { SWRConfig } from 'swr'
import { afterEach, describe, expect, test, vi } from 'vitest'

afterEach(cleanup)

interface Asked {
  readonly name: string
  readonly params: Readonly<Record<string, unknown>>
}

/** A token route whose rows name the viewer, the query and its parameters. */
function openRoute() {
  const requests: { readonly viewer: string | undefined; readonly queries: readonly Asked[] }[] = []
  let refusal: { readonly status: number; readonly code: string } | undefined
  let waits: Promise<void> | undefined
  const fetch = vi.fn(async (_url: unknown, { body }: RequestInit = {}) => {
    const request = JSON.parse(String(body))
    requests.push(request)
    await waits
    if (refusal) return Response.json({ code: refusal.code, message: 'words' }, { status: refusal.status })
    const results = request.queries.map(({ name, params }: Asked) => ({
      rows: [{ text: [request.viewer, name, ...Object.values(params)].join(' ') }],
      columns: [{ name: 'text', type: 'text' }],
      isTruncated: name === 'long',
      asOf: '2024-01-01T00:00:00.000Z',
    }))
    return Response.json({ results })
  })
  return {
    fetch,
    requests,
    refuse(next: typeof refusal) {
      refusal = next
    },
    holdAnswers() {
      let release = () => {}
      waits = new Promise((resolve) => {
        release = resolve
      })
      return () => {
        waits = undefined
        release()
      }
    },
  }
}

type Route = ReturnType<typeof openRoute>

interface RowsProps extends UseRowsOptions {
  readonly id?: string
  readonly name?: string | null
  readonly params?: Readonly<Record<string, string>>
}

function Rows({ id = 'rows', name = 'revenue', params = {}, ...options }: RowsProps) {
  const { rows, error, isLoading, isTruncated, refresh } = useRows(name, params, options)
  return (
    <p data-testid={id} data-loading={isLoading} data-truncated={isTruncated} data-error={error?.code}>
      {rows?.map(({ text }) => String(text)).join()}
      <button type="button" onClick={refresh}>
        Refresh {id}
      </button>
    </p>
  )
}

const textOf = (id = 'rows') => screen.getByTestId(id).firstChild?.nodeValue ?? ''

/** Each test has its own cache, as an app can have. */
function inApp(route: Route, viewer: string | undefined, children: ReactNode, cache = new Map()) {
  return (
    <SWRConfig value={{ provider: () => cache }}>
      <GuestpassProvider viewer={viewer} fetch={route.fetch}>
        {children}
      </GuestpassProvider>
    </SWRConfig>
  )
}

test('hooks that mount together share one request, and equal hooks share their rows', async () => {
  const route = openRoute()
  render(
    <StrictMode>
      {inApp(
        route,
        'ana',
        <>
          <Rows params={{ country: 'USA' }} />
          <Rows id="same" params={{ country: 'USA' }} />
          <Rows id="other" name="long" />
        </>,
      )}
    </StrictMode>,
  )
  expect(screen.getByTestId('rows').dataset.loading).toBe('true')
  await waitFor(() => expect(textOf()).toBe('ana revenue USA'))
  expect(textOf('same')).toBe('ana revenue USA')
  await waitFor(() => expect(textOf('other')).toBe('ana long'))
  expect(screen.getByTestId('other').dataset.truncated).toBe('true')
  expect(route.requests).toEqual([
    {
      queries: [
        { name: 'revenue', params: { country: 'USA' } },
        { name: 'long', params: {} },
      ],
      viewer: 'ana',
    },
  ])
})

test('without a name nothing is loaded', async () => {
  const route = openRoute()
  render(inApp(route, 'ana', <Rows name={null} />))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(route.requests).toEqual([])
  expect(screen.getByTestId('rows').dataset.loading).toBe('false')
})

test('refresh loads the rows again', async () => {
  const route = openRoute()
  render(inApp(route, 'ana', <Rows />))
  await waitFor(() => expect(textOf()).toBe('ana revenue'))
  screen.getByText('Refresh rows').click()
  await waitFor(() => expect(route.requests).toHaveLength(2))
})

describe('the rows of one viewer never reach another', () => {
  const swr = { keepPreviousData: true, revalidateOnFocus: false }

  test('when the viewer changes while rows are kept', async () => {
    const route = openRoute()
    const cache = new Map()
    const app = (viewer: string) => inApp(route, viewer, <Rows swr={swr} />, cache)
    const { rerender } = render(app('ana'))
    await waitFor(() => expect(textOf()).toBe('ana revenue'))
    const release = route.holdAnswers()
    rerender(app('bob'))
    expect(textOf()).toBe('')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(textOf()).toBe('')
    release()
    await waitFor(() => expect(textOf()).toBe('bob revenue'))
  })

  test('when the app does not name the viewer, and the component is mounted again', async () => {
    const route = openRoute()
    const cache = new Map()
    const { unmount } = render(inApp(route, undefined, <Rows />, cache))
    await waitFor(() => expect(textOf()).toBe(' revenue'))
    unmount()
    const release = route.holdAnswers()
    render(inApp(route, undefined, <Rows />, cache))
    expect(textOf()).toBe('')
    release()
    await waitFor(() => expect(textOf()).toBe(' revenue'))
    expect(route.requests).toHaveLength(2)
  })

  test.each([
    [401, 'session-ended'],
    [409, 'viewer-mismatch'],
    [403, 'denied'],
  ])('after a %i the earlier rows are dropped', async (status, code) => {
    const route = openRoute()
    render(inApp(route, 'ana', <Rows swr={swr} />))
    await waitFor(() => expect(textOf()).toBe('ana revenue'))
    route.refuse({ status, code })
    screen.getByText('Refresh rows').click()
    await waitFor(() => expect(screen.getByTestId('rows').dataset.error).toBe(code))
    expect(textOf()).toBe('')
    // The next error has another cause, and the viewer may still not see the rows.
    route.refuse({ status: 503, code: 'issuer-unavailable' })
    screen.getByText('Refresh rows').click()
    await waitFor(() => expect(screen.getByTestId('rows').dataset.error).toBe('issuer-unavailable'))
    expect(textOf()).toBe('')
    route.refuse(undefined)
    screen.getByText('Refresh rows').click()
    await waitFor(() => expect(textOf()).toBe('ana revenue'))
  })
})

test('a parameter that JSON cannot write is an error, and the component is shown', async () => {
  const route = openRoute()
  const params = { id: 9_007_199_254_740_993n } as unknown as Readonly<Record<string, string>>
  render(inApp(route, 'ana', <Rows params={params} />))
  await waitFor(() => expect(screen.getByTestId('rows').dataset.error).toBe('route-unreachable'))
  expect(textOf()).toBe('')
})

test('while other parameters load, the rows before stay with keepPreviousData', async () => {
  const route = openRoute()
  const cache = new Map()
  const app = (country: string) =>
    inApp(route, 'ana', <Rows params={{ country }} swr={{ keepPreviousData: true }} />, cache)
  const { rerender } = render(app('USA'))
  await waitFor(() => expect(textOf()).toBe('ana revenue USA'))
  rerender(app('France'))
  expect(textOf()).toBe('ana revenue USA')
  await waitFor(() => expect(textOf()).toBe('ana revenue France'))
})

test('with suspense the component waits in its fallback, and the rows are there when it is shown', async () => {
  const route = openRoute()
  const release = route.holdAnswers()
  const rows = <Rows swr={{ suspense: true }} />
  await act(
    async () => void render(inApp(route, 'ana', <Suspense fallback={<i>waiting</i>}>{rows}</Suspense>)),
  )
  expect(screen.getByText('waiting')).toBeTruthy()
  expect(screen.queryByTestId('rows')).toBeNull()
  await act(async () => release())
  await waitFor(() => expect(textOf()).toBe('ana revenue'))
  expect(route.requests).toHaveLength(1)
})

test('without a viewer suspense is left out, because each try to mount could be of another person', async () => {
  const route = openRoute()
  const rows = <Rows swr={{ suspense: true }} />
  await act(
    async () => void render(inApp(route, undefined, <Suspense fallback={<i>waiting</i>}>{rows}</Suspense>)),
  )
  expect(screen.queryByText('waiting')).toBeNull()
  await waitFor(() => expect(textOf()).toBe(' revenue'))
  expect(route.requests).toHaveLength(1)
})

test('rows are loaded again when the viewer returns to the tab', async () => {
  const route = openRoute()
  render(
    <SWRConfig value={{ focusThrottleInterval: 0 }}>
      {inApp(route, 'ana', <Rows swr={{ dedupingInterval: 0 }} />)}
    </SWRConfig>,
  )
  await waitFor(() => expect(textOf()).toBe('ana revenue'))
  // SWR listens one task after the mount.
  await new Promise((resolve) => setTimeout(resolve, 20))
  window.dispatchEvent(new Event('focus'))
  await waitFor(() => expect(route.requests).toHaveLength(2))
})

test('an outage keeps the earlier rows, and is reported', async () => {
  const route = openRoute()
  render(inApp(route, 'ana', <Rows />))
  await waitFor(() => expect(textOf()).toBe('ana revenue'))
  route.refuse({ status: 503, code: 'issuer-unavailable' })
  screen.getByText('Refresh rows').click()
  await waitFor(() => expect(screen.getByTestId('rows').dataset.error).toBe('issuer-unavailable'))
  expect(textOf()).toBe('ana revenue')
})

test('an app with fetchGuestToken gets an error, because rows need a token route', async () => {
  render(
    <GuestpassProvider fetchGuestToken={async () => 'token'}>
      <Rows />
    </GuestpassProvider>,
  )
  await waitFor(() => expect(screen.getByTestId('rows').dataset.error).toBe('not-supported'))
})
