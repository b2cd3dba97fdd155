import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import site from '../../docs/.vitepress/config'
import manifest from '../../package.json' with { type: 'json' }
import { manifestFieldsOf, readAddresses } from '../../scripts/release/addresses'
import { type Release, releaseProblems } from '../../scripts/release/problems'

const REPOSITORY = 'https://git.example.com/team/guestpass'

const READY: Omit<Release, 'site'> = {
  repository: REPOSITORY,
  tag: 'v1.2.3',
  version: '1.2.3',
  changelog: '# guestpass\n\n## 1.2.3\n\nMore.\n',
  changesets: [],
}

async function problemsOn(html: string | undefined, release = READY): Promise<readonly string[]> {
  const server = createServer((_, response) =>
    response.writeHead(html === undefined ? 404 : 200).end(html),
  ).listen(0)
  const address = `http://localhost:${(server.address() as AddressInfo).port}`
  try {
    return (await releaseProblems({ ...release, site: address })).map((text) =>
      text.replace(address, 'The site'),
    )
  } finally {
    server.close()
  }
}

const siteOf = (version: string) =>
  `<!doctype html><head><meta name="guestpass-version" content="${version}"></head>`

test('a version is published when its site is up', async () => {
  expect(await problemsOn(siteOf('1.2.3'))).toEqual([])
})

test('every page of the site contains the version', async () => {
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
  ['is somebody else’s', '<title>Parked</title>', 'The site does not name its version: 1.2.3 is wanted.'],
  ['is not found', undefined, 'The site does not name its version: 1.2.3 is wanted.'],
])('a version is not published while the site %s', async (_, html, problem) => {
  expect(await problemsOn(html)).toEqual([problem])
})

test('a version is not published while the site cannot be reached', async () => {
  expect(await releaseProblems({ ...READY, site: 'http://localhost:9' })).toHaveLength(1)
})

test('a version is not published with another tag, without a changelog, or with unreleased changes', async () => {
  const release = { ...READY, tag: 'v1.2.4', changelog: '# guestpass\n', changesets: ['brave-cats-sing.md'] }
  expect(await problemsOn(siteOf('1.2.3'), release)).toEqual([
    'The tag is v1.2.4, but the version in package.json is 1.2.3.',
    'In no version yet: brave-cats-sing.md. Run `npx changeset version`.',
    'CHANGELOG.md has nothing on 1.2.3.',
  ])
})

test('a version is not published without the addresses of the site and the repository', async () => {
  expect(await releaseProblems({ ...READY, site: undefined, repository: undefined })).toEqual([
    'GUESTPASS_REPOSITORY is not set: give the address of the repository.',
    'GUESTPASS_SITE is not set: give the address of the site.',
  ])
})

test('the package names no address before a release sets it', () => {
  expect(Object.keys(manifest)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/homepage|repository|bugs/)]),
  )
  expect(manifestFieldsOf(readAddresses({}))).toEqual({})
})

test('a release writes its addresses into the package', () => {
  const addresses = readAddresses({
    GUESTPASS_SITE: 'https://docs.example.com/',
    GUESTPASS_REPOSITORY: REPOSITORY,
  })
  expect(manifestFieldsOf(addresses)).toEqual({
    homepage: 'https://docs.example.com',
    repository: { type: 'git', url: `git+${REPOSITORY}.git` },
    bugs: `${REPOSITORY}/issues`,
  })
})

test.each(['http://docs.example.com', 'docs.example.com', 'https://', 'javascript:alert(1)', 'https://a b'])(
  'refuses %s as an address',
  (address) => {
    expect(() => readAddresses({ GUESTPASS_SITE: address })).toThrow('GUESTPASS_SITE is not an https address')
  },
)

const FOLDER = '.github/workflows'

interface Step {
  readonly id?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
}

interface Job {
  readonly needs?: string | readonly string[]
  readonly permissions?: Permissions
  readonly uses?: string
  readonly outputs?: Readonly<Record<string, string>>
  readonly steps?: readonly Step[]
}

type Permissions = string | Readonly<Record<string, string>>

interface Workflow {
  readonly permissions?: Permissions
  readonly jobs: Readonly<Record<string, Job>>
}

describe('workflows', () => {
  const files = readdirSync(FOLDER)
  const textOf = (file: string) => readFileSync(`${FOLDER}/${file}`, 'utf8')
  const read = (file: string): Workflow => parse(textOf(file))
  const isPublisher = (permissions: Permissions = {}) =>
    typeof permissions === 'string' ? permissions === 'write-all' : permissions['id-token'] === 'write'
  const publishers = files.flatMap((file) => {
    const { permissions, jobs } = read(file)
    return Object.entries(jobs)
      .filter(([, job]) => isPublisher(job.permissions ?? permissions))
      .map(([name, job]) => ({ name: `${file} ${name}`, job }))
  })

  test('have one job that may publish', () => {
    expect(publishers.map(({ name }) => name)).toEqual(['release.yml publish'])
    for (const file of files) expect(read(file).permissions, file).toBeDefined()
  })

  /** An expression in the syntax of workflows. */
  const expression = (name: string) => `\${{ ${name} }}`

  /** The steps that such a job may have. Any other step could run the code of a package. */
  const ALLOWED_ACTIONS = ['actions/setup-node', 'actions/download-artifact']
  const CHECK = 'echo "$SHA256  guestpass.tgz" | sha256sum --check --strict'
  const PUBLISH = 'npm publish ./guestpass.tgz --ignore-scripts --provenance'

  test.each(publishers)('do not install or build in $name', ({ job }) => {
    expect(job.uses).toBeUndefined()
    const { steps = [] } = job
    for (const { uses, run } of steps) {
      if (uses !== undefined) expect(ALLOWED_ACTIONS).toContain(uses.split('@')[0])
      else expect([CHECK, PUBLISH]).toContain(run)
    }
    const cache = steps.find(({ uses }) => uses?.startsWith('actions/setup-node'))?.with?.['cache']
    expect(cache).toBeUndefined()
  })

  test('publish the file that the build job packed after its tests, and compare its hash first', () => {
    const { build, publish } = read('release.yml').jobs
    const { steps = [] } = publish ?? {}
    const check = steps.findIndex(({ run }) => run === CHECK)
    expect(check).toBeGreaterThan(-1)
    expect(check).toBeLessThan(steps.findIndex(({ run }) => run === PUBLISH))
    expect(publish?.needs).toBe('build')
    expect(steps[check]?.env).toEqual({ SHA256: expression('needs.build.outputs.sha256') })
    expect(build?.outputs).toEqual({ sha256: expression('steps.pack.outputs.sha256') })
    const runs = (build?.steps ?? []).map(({ id, run, uses }) => id ?? run ?? uses?.split('@')[0])
    expect(runs.slice(-3)).toEqual(['.ci/run', 'pack', 'actions/upload-artifact'])
  })

  test.each(files)('name each action of %s by its commit, with its version beside it', (file) => {
    const lines = textOf(file)
      .split('\n')
      .filter((line) => /^\s*(- )?uses:/.test(line))
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })
})
