import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core'
import { beforeAll, expect, test } from 'vitest'
import { installPacked } from './packed'

const APP = '.cache/package-types'
let tarball: string

beforeAll(() => {
  tarball = installPacked(APP).tarball
})

/** Problems that the package accepts, and why. */
const CHOSEN: readonly { readonly kind: Problem['kind']; readonly under: string; readonly why: string }[] = [
  {
    kind: 'CJSResolvesToESM',
    under: 'node16-cjs',
    why: 'The package is only ESM: with two builds, each would have its own token source. `require` works in Node 20.19.',
  },
  {
    kind: 'NoResolution',
    under: 'node10',
    why: 'The resolution of Node 10 does not read `exports`. TypeScript 7 has removed it.',
  },
]

test('an app’s compiler finds the right types for every entry, whatever its module resolution', async () => {
  const checked = await checkPackage(createPackageFromTarballData(readFileSync(tarball)))
  if (!checked.types) throw new Error('The package has no types.')
  const isChosen = (problem: Problem) =>
    CHOSEN.some(
      ({ kind, under }) =>
        problem.kind === kind && 'resolutionKind' in problem && problem.resolutionKind === under,
    )
  expect(checked.problems.filter((problem) => !isChosen(problem))).toEqual([])
})

test('a CommonJS file has the types by `require`, too', () => {
  const entries = [
    '',
    '/vanilla',
    '/element',
    '/server',
    '/express',
    '/preview',
    '/snapshot',
    '/testing',
    '/testing/react',
    '/testing/server',
  ]
  const lines = entries.map((entry, index) => `import all${index} = require('guestpass${entry}')`)
  const uses = entries.map((_, index) => `console.log(all${index})`)
  writeFileSync(`${APP}/require.cts`, [...lines, ...uses].join('\n'))
  const compilerOptions = {
    noEmit: true,
    module: 'node20',
    strict: true,
    skipLibCheck: true,
    types: ['node'],
  }
  writeFileSync(`${APP}/tsconfig.json`, JSON.stringify({ compilerOptions, files: ['require.cts'] }))
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', APP], { encoding: 'utf8' })
})
