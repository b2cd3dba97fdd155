import { ViewAs } from 'guestpass/testing/react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'

test('a server renders the picker, and the app without a profile', () => {
  const html = renderToString(
    <ViewAs profiles={['Acme', 'Globex']} viewer="ana">
      {(viewer) => <p>{viewer}</p>}
    </ViewAs>,
  )
  expect(html).toContain('<p>ana</p>')
  expect(html).toMatch(/<label>.*<select>.*Yourself.*Acme.*Globex.*<\/select><\/label>/)
})
