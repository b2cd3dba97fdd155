/**
 * Reads values of a YAML document, strictly. It goes on after the first problem, so that a person sees all problems at once: each
 * with the path of its value and its place in the text.
 */

import { nearest } from '../core/nearest'
import type { Peers } from './peers'

type Yaml = Peers['yaml']

type Document = ReturnType<Yaml['parseDocument']>

/** A value of the document. */
export interface Field {
  /** A node of the `yaml` package. */
  readonly node: unknown
  /** The offset at which problems are reported when the node has no offset. */
  readonly at: number
  /** The name of the value in problems. */
  readonly path: string
}

/** A value of an object. Its `at` is the offset of its key. */
export interface Entry extends Field {
  readonly key: string
}

/** More than any profile has. An alias can contain itself, or stand for ten aliases that each stand for ten more. */
const MAX_DEPTH = 100
const MAX_VALUES = 100_000

export class YamlReader {
  readonly #yaml: Yaml
  readonly #document: Document
  readonly #onProblem: (offset: number, what: string) => void
  #valueCount = 0
  #isTooLarge = false

  constructor(yaml: Yaml, document: Document, onProblem: (offset: number, what: string) => void) {
    this.#yaml = yaml
    this.#document = document
    this.#onProblem = onProblem
  }

  report({ node, at, path }: Field, what: string): void {
    this.#onProblem(this.#offsetOf(node, at), `${path} ${what}`)
  }

  /** Reports a problem at the key of an entry. */
  reportKey({ key, at }: Entry, what: string): void {
    this.#onProblem(at, `${key} ${what}`)
  }

  /** `undefined` for anything but an object. With `known`, an entry with another key is a problem. */
  readEntries(field: Field, known?: readonly string[]): readonly Entry[] | undefined {
    const target = this.#resolve(field)
    if (!this.#yaml.isMap(target.node)) {
      this.report(target, 'is not an object')
      return undefined
    }
    const entries = target.node.items.map(({ key: keyNode, value }) => {
      const key = String(this.#yaml.isScalar(keyNode) ? keyNode.value : keyNode)
      return { key, node: value, at: this.#offsetOf(keyNode, field.at), path: `${field.path}.${key}` }
    })
    for (const entry of known ? entries : []) this.#checkKey(entry, known ?? [])
    return entries
  }

  readItems(field: Field): readonly Field[] {
    const target = this.#resolve(field)
    if (!this.#yaml.isSeq(target.node)) {
      this.report(target, 'is not a list')
      return []
    }
    return target.node.items.map((node, index) => ({ node, at: field.at, path: `${field.path}[${index}]` }))
  }

  /** `undefined` for anything but a text with a visible character. */
  readText(field: Field): string | undefined {
    const text = this.#readScalar(field)
    if (typeof text === 'string' && text.trim() !== '') return text
    this.report(field, 'is not a text, or is empty')
    return undefined
  }

  checkFlag(field: Field): void {
    if (typeof this.#readScalar(field) !== 'boolean') this.report(field, 'is neither true nor false')
  }

  /** Reports the numbers that YAML can express and JSON cannot, and a value that is too large. */
  checkJson(field: Field, depth = 0): void {
    if (this.#isTooLarge) return
    if (depth > MAX_DEPTH || ++this.#valueCount > MAX_VALUES) {
      this.#isTooLarge = true
      this.#onProblem(
        field.at,
        `a value has over ${MAX_DEPTH} levels or ${MAX_VALUES} values: look for an alias that contains itself`,
      )
      return
    }
    const target = this.#resolve(field)
    const { isMap, isSeq, isScalar } = this.#yaml
    if (isMap(target.node))
      for (const entry of this.readEntries(target) ?? []) this.checkJson(entry, depth + 1)
    else if (isSeq(target.node)) for (const item of this.readItems(target)) this.checkJson(item, depth + 1)
    else if (isScalar(target.node) && !isExact(target.node.value)) {
      this.report(target, 'is a number that JSON does not hold: write it between quotes')
    }
  }

  #checkKey(entry: Entry, known: readonly string[]): void {
    if (known.includes(entry.key)) return
    const suggestion = nearest(entry.key, known)
    const advice = suggestion ? `did you mean ${suggestion}?` : `known are ${known.join(', ')}`
    this.reportKey(entry, `is not known here; ${advice}`)
  }

  #readScalar(field: Field): unknown {
    const { node } = this.#resolve(field)
    return this.#yaml.isScalar(node) ? node.value : undefined
  }

  /** The same value. An alias is replaced by the node that it stands for. */
  #resolve(field: Field): Field {
    const { node } = field
    return this.#yaml.isAlias(node) ? { ...field, node: node.resolve(this.#document) } : field
  }

  #offsetOf(node: unknown, fallback: number): number {
    return (this.#yaml.isNode(node) ? node.range?.[0] : undefined) ?? fallback
  }
}

function isExact(value: unknown): boolean {
  if (typeof value !== 'number') return true
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
}
