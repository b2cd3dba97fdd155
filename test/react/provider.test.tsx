import { EmbeddedDashboard, GuestpassProvider } from 'guestpass'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'

const render = (supersetDomain?: string) =>
  renderToString(
    <GuestpassProvider viewer="ana" supersetDomain={supersetDomain}>
      <EmbeddedDashboard id="7d25f551-9c5a-4d1e-8f0e-2f6f0d5b7b0a" />
    </GuestpassProvider>,
  )

test('a server that knows where the dashboards live has the browser connect there ahead', () => {
  const html = render('https://bi.example.com')
  expect(html).toContain('<link rel="preconnect" href="https://bi.example.com"/>')
  expect(render()).not.toContain('preconnect')
})

test('what a server renders holds a placeholder: no frame, no token, no viewer', () => {
  const html = render('https://bi.example.com')
  expect(html).toContain('data-state="connecting"')
  expect(html).not.toMatch(/<iframe|ana|eyJ/)
})
