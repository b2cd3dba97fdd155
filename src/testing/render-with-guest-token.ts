import type { RenderOptions, RenderResult } from '@testing-library/react'
import type { ReactElement, ReactNode } from 'react'
import {
  createFakeSuperset,
  type FakeSuperset,
  type FakeSupersetOptions,
} from './fake-superset/fake-superset'

/** Testing Library's own options, with who is signed in. */
export interface RenderWithGuestTokenOptions extends RenderOptions, FakeSupersetOptions {
  /** Who is signed in, to the app's session and to the provider alike. @default nobody that has a name */
  readonly viewer?: string | undefined
  /** One that the test has set up already. @default a new one, well */
  readonly superset?: FakeSuperset | undefined
}

/** What Testing Library's `render` answers, with the fake behind it. */
export interface RenderedWithGuestToken extends RenderResult {
  /** What the dashboards come from: a test makes things happen to it. */
  readonly superset: FakeSuperset
}

/**
 * Renders as @testing-library/react does, inside of a provider whose tokens and dashboards are a fake's.
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
  // On demand: the rest of this entry is for those too who have neither.
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
