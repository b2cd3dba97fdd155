import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import site from '../../docs/.vitepress/config'
import manifest from '../../package.json' with { type: 'json' }
import { type Release, releaseProblems } from '../../scripts/release/problems'

const READY: Omit<Release, 'homepage'> = {
  tag: 'v1.2.3',
  version: '1.2.3',
  changelog: '# guestpass\n\n## 1.2.3\n\nMore.\n',
  changesets: [],
}

async function problemsOn(html: string | undefined, release = READY): Promise<readonly string[]> {
  const server = createServer((_, response) =>
    response.writeHead(html === undefined ? 404 : 200).end(html),
  ).listen(0)
  const homepage = `http://localhost:${(server.address() as AddressInfo).port}`
  try {
    return (await releaseProblems({ ...release, homepage })).map((text) => text.replace(homepage, 'The site'))
  } finally {
    server.close()
  }
}

const siteOf = (version: string) =>
  `<!doctype html><head><meta name="guestpass-version" content="${version}"></head>`

test('a version is published once its site is up', async () => {
  expect(await problemsOn(siteOf('1.2.3'))).toEqual([])
})

test('which our own site says on every page', async () => {
  const { version } = manifest
  const head = (site.head ?? []).map(([tag, attributes]) => {
    const pairs = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`)
    return `<${tag} ${pairs.join(' ')}>`
  })
  const release = { ...READY, tag: `v${version}`, version, changelog: `\n## ${version}\n` }
  expect(await problemsOn(head.join(''), release)).toEqual([])
})

test.each([
  ['is another version’s', siteOf('1.2.2'), 'The site is the site of 1.2.2: 1.2.3 is wanted.'],
  ['is somebody else’s', '<title>Parked</title>', 'The site does not say its version: 1.2.3 is wanted.'],
  ['is not found', undefined, 'The site does not say its version: 1.2.3 is wanted.'],
])('and not while the site %s', async (_, html, problem) => {
  expect(await problemsOn(html)).toEqual([problem])
})

test('and not while nobody answers at all', async () => {
  expect(await releaseProblems({ ...READY, homepage: 'http://localhost:9' })).toHaveLength(1)
})

test('nor under another version’s tag, without a changelog, or with changes that no version has', async () => {
  const release = { ...READY, tag: 'v1.2.4', changelog: '# guestpass\n', changesets: ['brave-cats-sing.md'] }
  expect(await problemsOn(siteOf('1.2.3'), release)).toEqual([
    'The tag is v1.2.4, and package.json says 1.2.3.',
    'In no version yet: brave-cats-sing.md. Run `npx changeset version`.',
    'CHANGELOG.md has nothing on 1.2.3.',
  ])
})
