import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { chromium } from 'playwright'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { build as buildWithVite } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumOptions } from '../../scripts/browsers/chromium'
import { SCRIPT_FILES } from '../../scripts/script-file'
import { installPacked } from './packed'

const APP = '.cache/package'
const PACKAGE = `${APP}/node_modules/guestpass`

const EXPORTS = {
  guestpass: [
    'EmbeddedDashboard',
    'GuestpassError',
    'GuestpassProvider',
    'formatView',
    'parseView',
    'toCsv',
    'useEmbed',
    'useGuestToken',
    'usePreload',
    'useRows',
    'useScrollSize',
  ],
  'guestpass/vanilla': ['GuestpassError', 'embedDashboard', 'formatView', 'parseView', 'preload'],
  'guestpass/element': ['GuestpassDashboardElement', 'GuestpassError', 'formatView', 'parseView', 'preload'],
  'guestpass/server': [
    'GuestpassError',
    'MissingDashboards',
    'answerLink',
    'combineIssuers',
    'createRowsLoader',
    'defineQueries',
    'embeddableApi',
    'guestTokenHandler',
    'presetApi',
    'presetJwt',
    'rls',
    'supersetApi',
    'supersetJwt',
    'toCsv',
  ],
  'guestpass/express': ['guestTokens'],
  'guestpass/preview': ['SAFE_MACROS', 'ToolError', 'previewSecurityContext', 'readProfiles'],
  'guestpass/snapshot': ['GuestpassError', 'SnapshotError', 'ToolError', 'snapshot'],
  'guestpass/testing': [
    'createFakeClock',
    'createFakeSuperset',
    'defineFakeEmbeddable',
    'installFakeClock',
    'renderWithGuestToken',
    'serveEmbeddedPage',
    'viewAs',
  ],
  'guestpass/testing/react': ['ViewAs'],
  'guestpass/testing/server': ['GuestpassError', 'proveIsolation'],
}

beforeAll(() => void installPacked(APP))

test('publint reports no problem', async () => {
  const { messages, pkg } = await publint({ pkgDir: PACKAGE, strict: true, pack: false })
  expect(messages.map((message) => formatMessage(message, pkg as Record<string, unknown>))).toEqual([])
})

test('the packed package holds the build, the licence, the README and the changelog, and nothing else', () => {
  const files = execFileSync('find', ['.', '-type', 'f'], { cwd: PACKAGE, encoding: 'utf8' })
    .trim()
    .split('\n')
  const papers = ['./CHANGELOG.md', './LICENSE', './README.md', './package.json']
  expect(files.filter((file) => !file.startsWith('./dist/')).sort()).toEqual(papers)
  expect(files).toContain('./dist/ASSISTANTS.md')
  // Scripts, their types, the stylesheet, the licence of inlined code, the rules for assistants, and the pages of errors. No source maps, because the built code is readable.
  expect(
    files.filter(
      (file) =>
        !/^\.\/(dist\/[\w-]+(\.[\w-]+)*\.(js|d\.ts|css|txt)|dist\/ASSISTANTS\.md|dist\/errors\/[\w-]+\.md|[\w.]+)$/.test(
          file,
        ),
    ),
  ).toEqual([])
})

describe.each(Object.entries(EXPORTS))('%s', (entry, names) => {
  test('is imported in Node', () => {
    const script = `import(${JSON.stringify(entry)}).then((all) => console.log(JSON.stringify(Object.keys(all).sort())))`
    const output = execFileSync(process.execPath, ['-e', script], { cwd: APP, encoding: 'utf8' })
    expect(JSON.parse(output)).toEqual(names)
  })

  test('has types', () => {
    const name = entry.split('/').slice(1).join('-') || 'index'
    expect(readFileSync(`${PACKAGE}/dist/${name}.d.ts`, 'utf8')).toContain('export')
  })
})

async function bundle(entry: string, conditions?: string[]): Promise<string> {
  writeFileSync(
    `${APP}/entry.js`,
    `import * as all from '${entry}'; globalThis.exported = Object.keys(all).sort()`,
  )
  const { outputFiles } = await build({
    entryPoints: [`${APP}/entry.js`],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
    // The checkout's own would lead `guestpass` to its sources.
    tsconfigRaw: {},
    ...(conditions && { conditions }),
    external: ['node:*', 'express'],
  })
  return outputFiles[0]?.text ?? ''
}

describe('in a browser', () => {
  test.each([
    'guestpass',
    'guestpass/vanilla',
    'guestpass/element',
    'guestpass/testing',
    'guestpass/testing/react',
  ] as const)('%s is imported', async (entry) => {
    const script = await bundle(entry)
    const server = createServer((request, response) => {
      const isScript = request.url === '/entry.js'
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
      response.end(isScript ? script : '<script type="module" src="/entry.js"></script>')
    }).listen(0)
    const browser = await chromium.launch(await chromiumOptions())
    try {
      const page = await browser.newPage()
      await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
      const exported = await page.evaluate(() => (globalThis as { exported?: string[] }).exported)
      expect(exported).toEqual(EXPORTS[entry])
    } finally {
      await browser.close()
      server.close()
    }
  })

  test.each(['guestpass/server', 'guestpass/express', 'guestpass/preview', 'guestpass/snapshot'])(
    '%s cannot be bundled',
    async (entry) => {
      await expect(bundle(entry)).rejects.toThrow(/guestpass/)
    },
  )

  // Vite skips the target `null` of the package.
  test.each(['guestpass/server', 'guestpass/express', 'guestpass/preview', 'guestpass/snapshot'] as const)(
    '%s throws in the bundle of Vite, and is not in it',
    async (entry) => {
      writeFileSync(
        `${APP}/entry.js`,
        `import { ${EXPORTS[entry].join(', ')} } from '${entry}'; globalThis.all = [${EXPORTS[entry].join(', ')}]`,
      )
      const lib = { entry: 'entry.js', formats: ['es' as const] }
      const output = await buildWithVite({ root: APP, logLevel: 'silent', build: { lib, write: false } })
      const code = JSON.stringify(output)
      expect(code).toMatch(/do not run in a browser: a secret in a page is public.*\(not-supported\)/)
      expect(code).not.toMatch(/GUEST_TOKEN_JWT_SECRET|authorize/)
    },
  )

  test('guestpass/server can be bundled for workers, which also claim to be browsers', async () => {
    const script = await bundle('guestpass/server', ['workerd', 'worker', 'browser'])
    expect(script).toContain('rls_rules')
    // Bundled or not, what only Node has would be missed there.
    expect(script).not.toMatch(/from ?['"]|require\(|node:/)
  })
})

test('an unused entry adds no code', async () => {
  writeFileSync(
    `${APP}/entry.js`,
    Object.keys(EXPORTS)
      // Imported for its effect, as the stylesheet is.
      .filter((entry) => entry !== 'guestpass/element')
      .map((entry) => `import '${entry}'`)
      .join('\n'),
  )
  const { outputFiles } = await build({
    entryPoints: [`${APP}/entry.js`],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    // It cannot be bundled.
    external: ['playwright'],
    logLevel: 'error',
    tsconfigRaw: {},
  })
  expect(outputFiles[0]?.text.trim()).toBe('')
})

test('the stylesheet can be imported for its effect, and has a type', async () => {
  writeFileSync(`${APP}/entry.ts`, `import 'guestpass/styles.css'`)
  const { outputFiles } = await build({
    entryPoints: [`${APP}/entry.ts`],
    bundle: true,
    write: false,
    outdir: APP,
    tsconfigRaw: {},
  })
  expect(outputFiles.map(({ text }) => text).join()).toContain('--guestpass-skeleton')
  const compilerOptions = { noEmit: true, module: 'esnext', moduleResolution: 'bundler', types: [] }
  writeFileSync(`${APP}/tsconfig.json`, JSON.stringify({ compilerOptions, files: ['entry.ts'] }))
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', APP])
})

test('a CDN serves the first file for a script tag, with its parts beside it', () => {
  const { version, unpkg, jsdelivr } = JSON.parse(readFileSync(`${PACKAGE}/package.json`, 'utf8'))
  expect(jsdelivr).toBe(unpkg)
  expect(unpkg).toBe(`./dist/${SCRIPT_FILES.main}`)
  for (const name of Object.values(SCRIPT_FILES)) {
    expect(readFileSync(`${PACKAGE}/dist/${name}`, 'utf8')).toMatch(`/*! guestpass ${version}, Apache-2.0`)
  }
})

test('the part with jose has its licence beside it', () => {
  const { rest } = SCRIPT_FILES
  expect(readFileSync(`${PACKAGE}/dist/${rest}`, 'utf8')).toMatch(`holds jose, see ${rest}.LICENSE.txt */`)
  expect(readFileSync(`${PACKAGE}/dist/${rest}.LICENSE.txt`, 'utf8')).toContain('The MIT License')
})

test.each(['index', 'testing-react'])('the React entry %s is marked for the client', (name) => {
  expect(readFileSync(`${PACKAGE}/dist/${name}.js`, 'utf8')).toMatch(/^"use client"/)
})

describe('npx guestpass', () => {
  const guestpass = (...words: readonly string[]) =>
    spawnSync(process.execPath, [`${PACKAGE}/dist/cli.js`, ...words], { encoding: 'utf8' })

  test('is a program', () => {
    expect(readFileSync(`${PACKAGE}/dist/cli.js`, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
    const { bin } = JSON.parse(readFileSync(`${PACKAGE}/package.json`, 'utf8'))
    expect(bin).toEqual({ guestpass: 'dist/cli.js' })
  })

  test('previews a model', () => {
    const model = 'docs/examples/embeddable/quoted.yml'
    const { status, stdout } = guestpass('preview', model, '--context', '{"orgId": 7}')
    expect(stdout).toContain(`${model}:7:29 injection-in-quotes`)
    expect(status).toBe(1)
  })

  test('explains a code with its page in the package, which has the page of every code', () => {
    const pagesIn = (folder: string) =>
      readdirSync(folder)
        .filter((file) => file !== 'index.md')
        .sort()
    expect(pagesIn(`${PACKAGE}/dist/errors`)).toEqual(pagesIn('docs/errors'))
    const { status, stdout } = guestpass('explain', 'session-ended')
    expect(stdout).toMatch(/^# session-ended\n[\s\S]*Superset's cookie replaced the app's/)
    expect(status).toBe(0)
  })
})

describe('without any peer installed', () => {
  let alone: string

  beforeAll(() => {
    alone = mkdtempSync(join(tmpdir(), 'guestpass-'))
    cpSync(PACKAGE, alone, { recursive: true })
    mkdirSync(`${alone}/node_modules`)
    for (const name of Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).dependencies)) {
      symlinkSync(resolve('node_modules', name), `${alone}/node_modules/${name}`)
    }
  })

  afterAll(() => rmSync(alone, { recursive: true }))

  test.each(['server', 'express', 'preview', 'snapshot', 'testing'])('guestpass/%s is imported', (name) => {
    const script = `import('./dist/${name}.js').then(() => console.log('imported'))`
    expect(execFileSync(process.execPath, ['-e', script], { cwd: alone, encoding: 'utf8' })).toBe(
      'imported\n',
    )
  })

  test('npx guestpass preview names the package to install', () => {
    writeFileSync(`${alone}/model.yml`, 'cubes: []')
    const words = ['dist/cli.js', 'preview', 'model.yml', '-c', '{}']
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: alone, encoding: 'utf8' })
    expect(stderr).toContain('npm install --save-dev minijinja-js yaml')
    expect(status).toBe(2)
  })

  test('guestpass/snapshot names the package to install', () => {
    const script = `
      const [{ supersetJwt }, { snapshot }] = await Promise.all([import('./dist/server.js'), import('./dist/snapshot.js')])
      const issuer = supersetJwt({ url: 'https://bi.example.com', secret: 'secret', audience: 'superset' })
      const grant = { viewer: 'ana', dashboards: ['d1'], rls: 'all-rows' }
      await snapshot({ issuer, grant, dashboard: 'd1' }).catch(({ code, message }) => console.log(code, message))`
    const words = ['--input-type=module', '-e', script]
    expect(execFileSync(process.execPath, words, { cwd: alone, encoding: 'utf8' })).toMatch(
      /^peer-missing .*npm install playwright/,
    )
  })
})
