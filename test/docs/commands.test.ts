import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }

const FILES = globSync(
  [
    '*.md',
    'docs/**/*.md',
    '{bench,examples,scripts,src,stories,test}/**/*.{ts,tsx,mjs,py}',
    '.github/**/*.yml',
    '.ci/run',
  ],
  { exclude: (name) => ['node_modules', 'api', 'corpus.json'].includes(name.split('/').at(-1) ?? '') },
)

test('every `npm run` in documents, comments and messages names a script of package.json', () => {
  const missing = FILES.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/npm run(?: --silent)? ([a-z][\w:-]*)/g)]
      .map(([, name = '']) => name)
      .filter((name) => !(name in manifest.scripts))
      .map((name) => `${file}: npm run ${name}`),
  )
  expect(FILES.length).toBeGreaterThan(300)
  expect(missing).toEqual([])
})

test('every script that needs packages installs them first, and no script has a pre script', () => {
  const withoutPackages = ['lock', 'tally', 'test:all']
  const scripts = Object.entries(manifest.scripts)
  expect(
    scripts
      .filter(
        ([name, command]) =>
          !withoutPackages.includes(name) && !/^node scripts\/install\.mjs && /.test(command),
      )
      .map(([name]) => name),
  ).toEqual([])
  expect(scripts.map(([name]) => name).filter((name) => /^pre(?!pack$)/.test(name))).toEqual([])
})
