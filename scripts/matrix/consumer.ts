import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import manifest from '../../package.json' with { type: 'json' }

/** A small app on the packed package, and how it is seen to work. */
export interface Consumer {
  readonly name: string
  readonly folder: string
  /** The packages whose versions are tried. */
  readonly tries: readonly string[]
  readonly kind: 'page' | 'element' | 'next' | 'route' | 'types' | 'program' | 'script'
  /** The dependency of guestpass that is installed in the oldest version of its range. The others are the newest. */
  readonly oldest?: Dependency
}

type Dependency = keyof typeof manifest.dependencies

export const CONSUMERS: readonly Consumer[] = [
  consumer('vite-react-19', 'page', ['vite', 'react', 'swr']),
  consumer('webpack-react-18', 'page', ['webpack', 'react', 'swr']),
  // With React 18, because React 19 needs SWR 2.3 or later.
  withOldest('swr', consumer('webpack-react-18', 'page', ['webpack', 'react', 'swr'])),
  consumer('esbuild-vanilla', 'page', ['esbuild', 'jose']),
  withOldest('jose', consumer('esbuild-vanilla', 'page', ['esbuild', 'jose'])),
  consumer('element-page', 'element', ['esbuild']),
  consumer('element-vue', 'element', ['vue', 'vite', 'vue-tsc']),
  consumer('element-angular', 'element', ['@angular/core', '@angular/build']),
  { name: 'next', folder: 'examples/next', kind: 'next', tries: ['next', 'react'] },
  consumer('express-4', 'route', ['express']),
  consumer('express-5', 'route', ['express']),
  consumer('typescript-5', 'types', ['typescript', '@types/react', '@types/express']),
  consumer('commonjs', 'program', ['node', 'react', 'express']),
  consumer('jose', 'script', ['jose']),
  withOldest('jose', consumer('jose', 'script', ['jose'])),
]

function consumer(name: string, kind: Consumer['kind'], tries: readonly string[]): Consumer {
  return { name, folder: `test/consumers/${name}`, kind, tries }
}

function withOldest(oldest: Dependency, tried: Consumer): Consumer {
  return { ...tried, name: `${tried.name}-oldest-${oldest}`, oldest }
}

/** The lower end of a caret range. */
export function oldestOf(dependency: Dependency): string {
  return manifest.dependencies[dependency].replace('^', '')
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Packs what is built, and returns the file. */
export function pack(to: string): string {
  mkdirSync(to, { recursive: true })
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', to]
  const [packed] = JSON.parse(execFileSync('npm', words, { cwd: ROOT, encoding: 'utf8' }))
  return `${to}/${packed.filename}`
}

/** Copies the app out of the checkout, so that nothing of ours is found but the package, and returns where it is. */
export function copyOut(consumer: Consumer, into: string): string {
  const copy = `${into}/${consumer.name}`
  rmSync(copy, { recursive: true, force: true })
  copyInto(copy, consumer)
  return copy
}

export function copyInto(copy: string, { folder }: Consumer): void {
  cpSync(`${ROOT}/${folder}`, copy, {
    recursive: true,
    filter: (file) => !/\/(node_modules|dist|\.next)$/.test(file),
  })
}

/** Installs the package as an app does: npm chooses the newest version of each dependency that is not pinned. */
export function install(copy: string, tarball: string, { oldest }: Consumer): void {
  const pinned = oldest === undefined ? [] : [`${oldest}@${oldestOf(oldest)}`]
  run(copy, 'npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', tarball, ...pinned])
  // npm put a second version here. guestpass would use it in place of the pinned version.
  if (existsSync(`${copy}/node_modules/guestpass/node_modules`)) {
    throw new Error(
      'npm installed dependencies inside node_modules/guestpass. Align the versions that the app pins.',
    )
  }
}

/** Runs it with its own programs. When it fails, the error has its output. */
export function run(copy: string, command: string, args: readonly string[], env?: NodeJS.ProcessEnv): string {
  return execFileSync(command, args, {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  })
}

export function versionsOf(copy: string, tries: readonly string[]): string {
  return tries
    .map((name) => {
      const file = `${copy}/node_modules/${name}/package.json`
      return `${name} ${existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : 'missing'}`
    })
    .join(', ')
}
