/** A rendered model as YAML reads it, with the single braces in it found and filled in. */

import { ToolError } from '../core/tool-error'
import type { JsonObject } from './json'
import type { Peers } from './peers'
import { type ContextPath, IN_BRACES, referencesIn, valueAt } from './reference'

export interface Document {
  readonly scalars: readonly Scalar[]
  /** Everything but the values: keys, of what kind a value is, how long lists are. */
  readonly shape: string
}

/** One text of the model. */
export interface Scalar {
  /** `orders.sql`: entries with a name are called by it. */
  readonly field: string
  /** Whether it is SQL, by its key. */
  readonly isSql: boolean
  readonly pieces: readonly Piece[]
  /** Where it starts in the rendered text. */
  readonly start: number
}

/** A text as it stands in the YAML, or the place of a value from the security context. */
export interface Piece {
  readonly text: string
  readonly reference?: { readonly path: ContextPath; readonly at: number }
}

type YamlNode = import('yaml').Node | null | undefined

/** @throws {ToolError} `model-invalid` */
export function readDocument(rendered: string, { yaml }: Peers): Document {
  const document = yaml.parseDocument(rendered, { logLevel: 'silent' })
  const [error] = document.errors
  if (error) throw new ToolError('model-invalid', `The model is no YAML: ${error.message}`)
  const scalars: Scalar[] = []

  function walk(node: YamlNode, field: string, key: string): string {
    if (yaml.isAlias(node)) return walk(node.resolve(document), field, key)
    if (yaml.isMap(node)) {
      const entries = node.items.map(({ key: name, value }) => {
        const text = yaml.isScalar(name) ? String(name.value) : String(name)
        return `${JSON.stringify(text)}:${walk(value as YamlNode, `${field}.${text}`, text)}`
      })
      return `{${entries}}`
    }
    if (yaml.isSeq(node)) {
      const entries = node.items.map((item, index) => {
        const name = yaml.isMap(item) ? item.get('name') : undefined
        const own = typeof name === 'string' ? name : index
        // `cubes` are not named in what is called by a name.
        const outer = field === '.cubes' || field === '.views' ? '' : field
        return walk(item as YamlNode, `${outer}.${own}`, key)
      })
      return `[${entries}]`
    }
    if (!yaml.isScalar(node) || typeof node.value !== 'string') {
      return yaml.isScalar(node) ? typeof node.value : 'nothing'
    }
    const [start = 0, end = 0] = node.range ?? []
    scalars.push({
      field: field.slice(1),
      isSql: /^sql(?!_alias)(_|$)/.test(key),
      pieces: piecesOf(node.value, start, rendered.slice(start, end)),
      start,
    })
    return 'text'
  }

  return { shape: walk(document.contents as YamlNode, '', ''), scalars }
}

/** The braces of the value and those of its source are the same, in the same order. */
function piecesOf(value: string, start: number, source: string): readonly Piece[] {
  const places = [...source.matchAll(BRACES)].map(({ index }) => start + index)
  const pieces: Piece[] = []
  let at = 0
  for (const [index, found] of [...value.matchAll(BRACES)].entries()) {
    pieces.push({ text: value.slice(at, found.index) })
    const path = referencesIn(found[1] ?? '')[0]?.path ?? []
    pieces.push({ text: found[0], reference: { path, at: places[index] ?? start } })
    at = found.index + found[0].length
  }
  pieces.push({ text: value.slice(at) })
  const unread = pieces.find(({ text, reference }) => !reference && UNREAD.test(text))
  if (unread) {
    throw new ToolError(
      'model-invalid',
      `This preview knows nothing between single braces but COMPILE_CONTEXT.securityContext and a path: ${UNREAD.exec(unread.text)?.[0]}.`,
    )
  }
  return pieces
}

const BRACES = new RegExp(IN_BRACES, 'g')
const UNREAD = /\{[^{}]*\bCOMPILE_CONTEXT\b[^{}]*\}/

/** A text whose braces are filled in. */
export interface FilledText {
  readonly field: string
  readonly isSql: boolean
  readonly start: number
  readonly text: string
  /** Without braces in what was filled in: the service does not look at that again. */
  readonly once: string
  readonly filled: readonly Filled[]
}

export interface Filled {
  readonly path: ContextPath
  readonly start: number
  readonly end: number
}

/** The service's own interpolation: JavaScript's text of the value, and nothing asked. */
export function fill({ pieces, ...scalar }: Scalar, contextOf: (piece: Piece) => JsonObject): FilledText {
  const filled: Filled[] = []
  let [text, once] = ['', '']
  for (const piece of pieces) {
    const { reference } = piece
    const printed = reference ? String(valueAt(contextOf(piece), reference.path)) : piece.text
    if (reference)
      filled.push({ path: reference.path, start: text.length, end: text.length + printed.length })
    text += printed
    once += reference ? printed.replace(/[{}]/g, '_') : printed
  }
  return { ...scalar, text, once, filled }
}
