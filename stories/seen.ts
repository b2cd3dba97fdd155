/** What a play looks for, in the words of a person who looks at the story. */

import type { FakeSuperset } from 'guestpass/testing'
import { expect, type Mock, waitFor, within } from 'storybook/test'

/** A second token is asked for 5 s after the first at the earliest, and a page has 15 s to show something. */
const PATIENCE = { timeout: 25_000 }

/** The fake Superset of a story. */
export const supersetOf = (loaded: Record<string, unknown>) => loaded['superset'] as FakeSuperset

/** The element of the component, with its state. */
export function rootOf(canvas: HTMLElement): HTMLElement {
  return canvas.querySelector('[data-state]') as HTMLElement
}

export async function expectState(canvas: HTMLElement, state: string): Promise<void> {
  await waitFor(() => expect(rootOf(canvas)).toHaveAttribute('data-state', state), PATIENCE)
}

/** The charts are seen: the frame draws them, and nothing covers it. */
export async function expectDashboard(canvas: HTMLElement, superset: FakeSuperset): Promise<void> {
  await expectState(canvas, 'ready')
  await expect(canvas.querySelector('[aria-busy=true], [data-part=fallback], [data-part=error]')).toBeNull()
  await expect(canvas.querySelector('iframe')).toBeVisible()
  const [page] = superset.dashboard('sales').documents
  // What is rendered of it, and not what it holds.
  // biome-ignore lint/performance/useDomNodeTextContent: textContent would be the latter
  await waitFor(() => expect(page?.body.innerText).toContain('Total Revenue'))
}

/** A placeholder with a text. */
export async function expectLoading(canvas: HTMLElement, state: string): Promise<void> {
  await expectState(canvas, state)
  await expect(canvas.querySelector('[data-part=message]')).toHaveTextContent('Loading the dashboard…')
  await expect(canvas.querySelector('[aria-busy=true]')).not.toBeNull()
}

/** An alert for the viewer, without a word that only we understand, and the way out of it. */
export async function expectAlert(
  canvas: HTMLElement,
  { state, code, words }: { readonly state: string; readonly code: string; readonly words: RegExp | string },
): Promise<HTMLElement> {
  const alert = await within(canvas).findByRole('alert', {}, PATIENCE)
  const message = alert.querySelector<HTMLElement>('[data-part=message]')
  await expect(message).toHaveTextContent(words)
  await expect(message?.textContent).not.toMatch(/superset|token|csp|iframe|storage|route|grant/i)
  await expect(within(alert).getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(rootOf(canvas)).toHaveAttribute('data-code', code)
  await expectState(canvas, state)
  return alert
}

/** The codes with which `onError` was called, in order. */
export function codesOf(onError: unknown): readonly string[] {
  return (onError as Mock<(error: { readonly code: string }) => void>).mock.calls.map(([{ code }]) => code)
}
