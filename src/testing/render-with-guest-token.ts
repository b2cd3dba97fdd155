import type { RenderOptions, RenderResult } from '@testing-library/react'
import type { ReactElement, ReactNode } from 'react'
import {
  createFakeSuperset,
  type FakeSuperset,
  type FakeSupersetOptions,
} from './fake-superset/fake-superset'

/** The options of Testing Library's `render`, of `createFakeSuperset`, and the viewer. */
export interface RenderWithGuestTokenOptions extends RenderOptions, FakeSupersetOptions {
  /** The viewer who is signed in. The session and the provider have the same one. @default any viewer */
  readonly viewer?: string | undefined
  /** A fake Superset that the test has created. @default a new fake without faults */
  readonly superset?: FakeSuperset | undefined
}

/** The result of Testing Library's `render`, and the fake Superset. */
export interface RenderedWithGuestToken extends RenderResult {
  /** The fake Superset that serves the dashboards. A test causes faults with it. */
  readonly superset: FakeSuperset
}

/**
 * Renders with @testing-library/react, inside a provider whose tokens and dashboards come from a fake Superset.
 *
 * @example
 * const { superset, findByRole } = await renderWithGuestToken(<SalesPage />, { viewer: 'bob' })
 * superset.route.signOut()
 */
export async function renderWithGuestToken(
  ui: ReactElement,
  options: RenderWithGuestTokenOptions = {},
): Promise<RenderedWithGuestToken> {
  const { viewer, superset = createFakeSuperset(options), wrapper: Wrapper, ...renderOptions } = options
  // On demand, because the other exports of this entry also work without React and Testing Library.
  const [{ createElement }, { render }, { GuestpassProvider }] = await Promise.all([
    import('react'),
    import('@testing-library/react').catch((cause) => {
      throw new Error('renderWithGuestToken needs @testing-library/react: install it.', { cause })
    }),
    import('../index'),
  ])
  if (viewer !== undefined) superset.route.signIn(viewer)
  const { tokenUrl, route } = superset

  function wrapper({ children }: { readonly children: ReactNode }) {
    const inner = Wrapper ? createElement(Wrapper, null, children) : children
    return createElement(GuestpassProvider, { viewer, tokenUrl, fetch: route.fetch }, inner)
  }
  return { ...render(ui, { ...renderOptions, wrapper }), superset }
}
