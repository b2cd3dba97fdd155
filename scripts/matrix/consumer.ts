import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A small app on the packed package, and how it is seen to work. */
export interface Consumer {
  readonly name: string
  readonly folder: string
  /** The packages whose versions are what is tried. */
  readonly tries: readonly string[]
  readonly kind: 'page' | 'next' | 'route' | 'types' | 'program'
}

export const CONSUMERS: readonly Consumer[] = [
  consumer('vite-react-19', 'page', ['vite', 'react']),
  consumer('webpack-react-18', 'page', ['webpack', 'react']),
  consumer('esbuild-vanilla', 'page', ['esbuild']),
  { name: 'next', folder: 'examples/next', kind: 'next', tries: ['next', 'react'] },
  consumer('express-4', 'route', ['express']),
  consumer('express-5', 'route', ['express']),
  consumer('typescript-5', 'types', ['typescript', '@types/react', '@types/express']),
  consumer('commonjs', 'program', ['node', 'react', 'express']),
]

function consumer(name: string, kind: Consumer['kind'], tries: readonly string[]): Consumer {
  return { name, folder: `test/consumers/${name}`, kind, tries }
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

export function install(copy: string, tarball: string): void {
  run(copy, 'npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', tarball])
}

/** Runs it with its own programs, and throws what it said when it fails. */
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
