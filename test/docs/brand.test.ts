import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PALETTE } from '../../.storybook/palette'

const read = (file: string) => readFileSync(file, 'utf8')

/** The colours of the demo: `--name: light-dark(one, other)`. */
const DEMO = Object.fromEntries(
  [...read('examples/app/app.css').matchAll(/--([\w-]+): light-dark\((\S+), (\S+)\)/g)].map(
    ([, name, light, dark]) => [name, { light, dark }],
  ),
)

test('the icon of the site is the logo of the demo, in its light colours', () => {
  const pathsOf = (file: string) => [...read(file).matchAll(/ d="([^"]+)"/g)].map(([, path]) => path)
  expect(pathsOf('docs/public/icon.svg')).toEqual(pathsOf('examples/app/logo.tsx'))
  expect(pathsOf('docs/public/icon.svg')).toHaveLength(2)
  const colours = new Set([...read('docs/public/icon.svg').matchAll(/"(#\w+)"/g)].map(([, colour]) => colour))
  expect([...colours]).toEqual([DEMO['accent']?.light, DEMO['on-accent']?.light])
})

test('the site has the accent of the demo, light and dark', () => {
  const accents = [...read('docs/.vitepress/theme/colours.css').matchAll(/--vp-c-brand-1: (\S+);/g)]
  expect(accents.map(([, colour]) => colour)).toEqual([DEMO['accent']?.light, DEMO['accent']?.dark])
})

test.each(['light', 'dark'] as const)('Storybook has the colours of the demo, %s', (scheme) => {
  const names = Object.keys(PALETTE[scheme])
  const inDemo = Object.fromEntries(names.map((name) => [name, DEMO[name]?.[scheme]]))
  expect(PALETTE[scheme]).toEqual(inDemo)
})
