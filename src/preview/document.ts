/** A rendered model as YAML reads it, with the single braces in it found and filled in. */

import { ToolError } from '../core/tool-error'
import { isList, type JsonObject, type JsonValue } from './json'
import type { Peers } from './peers'
import {
  type BracedReference,
  type BraceUse,
  bracedReferencesIn,
  type ContextPath,
  policyReferencesIn,
  valueAt,
} from './reference'
import { tokensOf } from './sql-tokens'

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
  /** Where it ends in the rendered text. */
  readonly end: number
  /** Whether a folded block contains a comment that would run to the end of the SQL. */
  readonly hasFoldedComment: boolean
}

/** A text as it stands in the YAML, or the place of a value from the security context. */
export interface Piece {
  readonly text: string
  readonly reference?: { readonly path: ContextPath; readonly use: BraceUse; readonly at: number }
}

type YamlNode = import('yaml').Node | null | undefined

/** @throws {ToolError} `model-invalid` */
export function readDocument(rendered: string, { yaml }: Peers): Document {
  const document = yaml.parseDocument(rendered, { logLevel: 'silent' })
  const [error] = document.errors
  if (error) throw new ToolError('model-invalid', `The model is not valid YAML: ${error.message}`)
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
        const label = typeof name === 'string' ? name : index
        // `cubes` are not named in what is called by a name.
        const outer = field === '.cubes' || field === '.views' ? '' : field
        return walk(item as YamlNode, `${outer}.${label}`, key)
      })
      return `[${entries}]`
    }
    if (!yaml.isScalar(node) || typeof node.value !== 'string') {
      return yaml.isScalar(node) ? typeof node.value : 'nothing'
    }
    const [start = 0, end = 0] = node.range ?? []
    const text = rendered.slice(start, end)
    const isSql = /^sql(?!_alias)(_|$)/.test(key)
    const hasFoldedComment = isSql && node.type === 'BLOCK_FOLDED' && swallowsLines(text)
    scalars.push({
      field: field.slice(1),
      isSql,
      pieces: piecesOf(hasFoldedComment ? unfolded(text) : node.value, start, text, readBracesOf(field)),
      start,
      end,
      hasFoldedComment,
    })
    return 'text'
  }

  return { shape: walk(document.contents as YamlNode, '', ''), scalars }
}

/** Access policies have more names for the security context than SQL has. */
function readBracesOf(field: string): ReadBraces {
  return /\.access_?policy\./i.test(field) ? policyReferencesIn : bracedReferencesIn
}

/** Whether a line comment is followed by more SQL, which folding would put into the comment. */
function swallowsLines(block: string): boolean {
  if (!block.includes('--')) return false
  const tokens = tokensOf(block.slice(block.indexOf('\n') + 1), 'plain')
  return tokens.some(
    ({ kind, text }, index) => kind === 'comment' && text.startsWith('--') && index < tokens.length - 1,
  )
}

/** A folded block as a literal block has it. New versions of Cube read `sql: >` as `sql: |`. */
function unfolded(block: string): string {
  const lines = block.slice(block.indexOf('\n') + 1).split('\n')
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length)
  const indent = Math.min(...indents)
  return `${lines
    .map((line) => line.slice(indent))
    .join('\n')
    .trimEnd()}\n`
}

/** The braces of the value and those of its source are the same, in the same order. */
function piecesOf(value: string, start: number, source: string, referencesIn: ReadBraces): readonly Piece[] {
  const places = referencesIn(source).map((reference) => start + reference.start)
  const pieces: Piece[] = []
  let at = 0
  for (const [index, reference] of referencesIn(value).entries()) {
    pieces.push({ text: value.slice(at, reference.start) })
    const { path, use } = reference
    const text = value.slice(reference.start, reference.end)
    pieces.push({ text, reference: { path, use, at: places[index] ?? start } })
    at = reference.end
  }
  pieces.push({ text: value.slice(at) })
  const unread = pieces.find(({ text, reference }) => !reference && UNREAD.test(text))
  if (unread) {
    throw new ToolError(
      'model-invalid',
      `The preview cannot read ${UNREAD.exec(unread.text)?.[0]}. Between single braces write COMPILE_CONTEXT.securityContext and a path.`,
    )
  }
  return pieces
}

type ReadBraces = (text: string) => readonly BracedReference[]

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
    const printed = reference
      ? printedValue(reference.use, valueAt(contextOf(piece), reference.path))
      : piece.text
    if (reference)
      filled.push({ path: reference.path, start: text.length, end: text.length + printed.length })
    text += printed
    once += reference ? printed.replace(/[{}]/g, '_') : printed
  }
  return { ...scalar, text, once, filled }
}

/** JavaScript's text of the value, or Cube's older filters with the bound value as a literal. */
function printedValue(use: BraceUse, value: JsonValue | undefined): string {
  if (use.kind === 'raw' || use.kind === 'policy') return String(value)
  // A list is empty, and still there: Cube's code checks the value as JavaScript does.
  if (!value) return use.kind === 'filter' ? '1 = 1' : '1 = 0'
  const values = (isList(value) ? value : [value]).map(asLiteral)
  return `${use.column} = ${values.join(', ')}`
}

function asLiteral(value: JsonValue): string {
  return `'${String(value).replaceAll("'", "''").replaceAll('\\', '\\\\')}'`
}
