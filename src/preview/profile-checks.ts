/** What a file of profiles may hold, each wrong thing reported where it stands. */

import { nearest } from '../core/nearest'
import type { Peers } from './peers'

type Yaml = Peers['yaml']

type Document = ReturnType<Yaml['parseDocument']>

type Report = (offset: number, what: string) => void

interface Entry {
  readonly key: string
  /** Of the key. */
  readonly at: number
  readonly value: unknown
}

const FIELDS = [
  'name',
  'securityContext',
  'environment',
  'roles',
  'filters',
  'useQueryRewrite',
  'dataProvider',
]
const FILTER_FIELDS = ['member', 'operator', 'values']

export function createProfileChecks(yaml: Yaml, document: Document, report: Report) {
  /** What an alias stands for. */
  const resolved = (node: unknown) => (yaml.isAlias(node) ? node.resolve(document) : node)
  const positionOf = (node: unknown, fallback: number) =>
    (yaml.isNode(node) ? node.range?.[0] : undefined) ?? fallback

  function entriesOf(said: unknown, at: number, what: string, known?: readonly string[]): readonly Entry[] {
    const node = resolved(said)
    if (!yaml.isMap(node)) {
      report(positionOf(node, at), `${what} is not an object`)
      return []
    }
    return node.items.map(({ key, value }) => {
      const own = { key: String(yaml.isScalar(key) ? key.value : key), at: positionOf(key, at), value }
      if (known && !known.includes(own.key)) {
        const meant = nearest(own.key, known)
        report(
          own.at,
          `${own.key} is not known here${meant ? `; did you mean ${meant}?` : `; known are ${known.join(', ')}`}`,
        )
      }
      return own
    })
  }

  function itemsOf(said: unknown, at: number, what: string): readonly unknown[] {
    const node = resolved(said)
    if (yaml.isSeq(node)) return node.items
    report(positionOf(node, at), `${what} is not a list`)
    return []
  }

  function text({ value, at }: Pick<Entry, 'value' | 'at'>, what: string): string | undefined {
    const node = resolved(value)
    const read = yaml.isScalar(node) ? node.value : undefined
    if (typeof read === 'string' && read.trim() !== '') return read
    report(positionOf(value, at), `${what} is not a text, or is empty`)
    return undefined
  }

  /** What YAML can say and JSON cannot. */
  function json(said: unknown, at: number, what: string): void {
    const node = resolved(said)
    const here = positionOf(node, at)
    if (yaml.isMap(node)) {
      for (const one of entriesOf(node, here, what)) json(one.value, one.at, `${what}.${one.key}`)
    } else if (yaml.isSeq(node)) {
      for (const [index, one] of node.items.entries()) json(one, here, `${what}[${index}]`)
    } else if (yaml.isScalar(node) && !isExact(node.value)) {
      report(here, `${what} is a number that JSON does not hold: write it between quotes`)
    }
  }

  function filter(said: unknown, at: number, what: string): void {
    const node = resolved(said)
    const entries = entriesOf(node, at, what, FILTER_FIELDS)
    for (const key of ['member', 'operator']) {
      const entry = entries.find((one) => one.key === key)
      if (entry) text(entry, `${what}.${key}`)
      else if (yaml.isMap(node)) report(positionOf(node, at), `${what}.${key} is missing`)
    }
    const values = entries.find(({ key }) => key === 'values')
    if (values) itemsOf(values.value, values.at, `${what}.values`)
    if (values) json(values.value, values.at, `${what}.values`)
  }

  const checks: Readonly<Record<string, (entry: Entry) => void>> = {
    environment: (entry) => void text(entry, entry.key),
    dataProvider: (entry) => void text(entry, entry.key),
    securityContext({ key, at, value }) {
      entriesOf(value, at, key)
      json(value, at, key)
    },
    roles({ key, at, value }) {
      for (const one of itemsOf(value, at, key)) text({ value: one, at }, 'a role')
    },
    filters({ key, at, value }) {
      for (const [index, one] of itemsOf(value, at, key).entries()) filter(one, at, `filters[${index}]`)
    },
    useQueryRewrite({ key, at, value }) {
      const node = resolved(value)
      const isFlag = yaml.isScalar(node) && typeof node.value === 'boolean'
      if (!isFlag) report(positionOf(value, at), `${key} is neither true nor false`)
    },
  }

  function profile(node: unknown): Entry | undefined {
    const at = positionOf(node, 0)
    const entries = entriesOf(node, at, 'a profile', FIELDS)
    for (const entry of entries) checks[entry.key]?.(entry)
    const named = (key: string) => entries.find((one) => one.key === key)
    if (!yaml.isMap(node)) return undefined
    if (!named('name')) report(at, 'name is missing')
    if (!named('securityContext')) report(at, 'securityContext is missing: say {} for none')
    return named('name')
  }

  return {
    check(contents: unknown): void {
      const taken = new Set<string>()
      for (const node of itemsOf(contents, 0, 'the file')) {
        const entry = profile(node)
        const name = entry && text(entry, 'name')
        if (entry === undefined || name === undefined) continue
        if (taken.has(name)) report(entry.at, `name is taken by another profile: ${name}`)
        taken.add(name)
      }
    },
  }
}

function isExact(value: unknown): boolean {
  if (typeof value !== 'number') return true
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
}
