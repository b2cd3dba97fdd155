import { EmbeddedDashboard, GuestpassProvider } from 'guestpass'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'

const render = (supersetDomain?: string) =>
  renderToString(
    <GuestpassProvider viewer="ana" supersetDomain={supersetDomain}>
      <EmbeddedDashboard id="7d25f551-9c5a-4d1e-8f0e-2f6f0d5b7b0a" />
    </GuestpassProvider>,
  )

test('a server that knows the address of the dashboards lets the browser connect to it early', () => {
  const html = render('https://bi.example.com')
  expect(html).toContain('<link rel="preconnect" href="https://bi.example.com"/>')
  expect(render()).not.toContain('preconnect')
})

test('a server renders a placeholder without a frame, a token and a viewer', () => {
  const html = render('https://bi.example.com')
  expect(html).toContain('data-state="connecting"')
  expect(html).not.toMatch(/<iframe|ana|eyJ/)
})
