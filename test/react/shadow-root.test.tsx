// @vitest-environment jsdom
/** Components in a shadow root. A document of another window is in test/e2e/accessibility.spec.ts: jsdom lacks it. */

import { act, fireEvent, waitFor } from '@testing-library/react'
import { EmbeddedDashboard } from 'guestpass'
import { createPortal } from 'react-dom'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { passTimeFast } from '../helpers/fast-clock'
import { ID, openTestPage, type TestPage } from './page'

passTimeFast()

let page: TestPage

beforeEach(() => {
  page = openTestPage({ viewer: 'ana' })
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
})

/** A container for the component in a shadow root. */
function openShadowRoot() {
  const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' })
  return { root, container: root.appendChild(document.createElement('div')) }
}

describe('in a shadow root', () => {
  test('the skip link moves the focus past the dashboard', async () => {
    const { root, container } = openShadowRoot()
    page.show(createPortal(<EmbeddedDashboard id={ID} />, container))
    const find = (selector: string) => container.querySelector<HTMLElement>(selector)
    await waitFor(() => expect(find('[data-state]')?.dataset['state']).toBe('ready'), { timeout: 20_000 })
    const link = find('[data-part=skip]') as HTMLElement
    act(() => link.focus())
    expect(root.activeElement).toBe(link)
    fireEvent.click(link)
    expect(root.activeElement).toBe(find('[data-part=status]'))
  })

  test('a frame that loads again gets its focus back', async () => {
    const { root, container } = openShadowRoot()
    page.show(createPortal(<EmbeddedDashboard id={ID} />, container))
    const find = (selector: string) => container.querySelector<HTMLElement>(selector)
    const waitForState = (state: string) =>
      waitFor(() => expect(find('[data-state]')?.dataset['state']).toBe(state), { timeout: 20_000 })
    await waitForState('ready')
    act(() => find('iframe')?.focus())
    expect(root.activeElement).toBe(find('iframe'))
    // The window reports that its focus has moved into the frame.
    await act(async () => {
      fireEvent.blur(window)
      await new Promise((resolve) => setTimeout(resolve, 20))
    })
    const dashboard = page.superset.dashboard(ID)
    dashboard.keepLoading()
    dashboard.reload()
    await waitFor(() => expect(find('[data-state]')?.dataset['state']).not.toBe('ready'))
    act(() => (root.activeElement as HTMLElement | null)?.blur())
    dashboard.recover()
    await waitForState('ready')
    expect(root.activeElement).toBe(find('iframe'))
  })
})
