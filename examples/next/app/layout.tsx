import { type ReactNode, Suspense } from 'react'
import { Providers } from './providers'
import { currentUser } from './session'
import { signIn, signOut } from './sign-in'

interface LayoutProps {
  readonly children: ReactNode
}

export const metadata = { title: 'Sales' }

export default function RootLayout({ children }: LayoutProps) {
  return (
    <html lang="en">
      <body>
        <Suspense fallback={<p>Loading …</p>}>
          <WithViewer>{children}</WithViewer>
        </Suspense>
      </body>
    </html>
  )
}

/** Reads the cookie, which the page that `next build` prerenders does not have. So it is inside of a `<Suspense>` boundary. */
async function WithViewer({ children }: LayoutProps) {
  const user = await currentUser()
  return (
    <Providers viewer={user?.id} supersetDomain={process.env.SUPERSET_URL}>
      <form action={user ? signOut : signIn}>
        <button type="submit">{user ? 'Sign out' : 'Sign in'}</button>
      </form>
      {children}
    </Providers>
  )
}
