/**
 * A model, compiled as Embeddable compiles it: first Jinja, then YAML, then the single braces.
 *
 * An insertion point is a place that may print a value of the security context. The checks compile the model with
 * another context at one insertion point, and see there what a value can do.
 */

import { type Document, type FilledText, fill, type Piece, readDocument } from './document'
import { createJinja } from './jinja'
import type { JsonObject } from './json'
import { offsetInModel, type Rendering, reprinted } from './marks'
import type { Peers } from './peers'
import type { BraceUse, ContextPath } from './reference'
import type { Part } from './template'
import { type UnreadBraces, unreadBracesIn } from './unread'

export interface Model {
  readonly parts: readonly Part[]
  /** @throws {ToolError} `model-invalid` */
  compile(context: JsonObject): Compiled
}

export interface Compiled extends Outcome {
  readonly insertionPoints: readonly InsertionPoint[]
  /** Where in the model a text starts. */
  offsetOf(text: FilledText): number
  /** Expressions in braces that read the security context, and are not followed. */
  readonly unread: readonly UnreadBraces[]
  /** Where in the model the folded blocks start in which a comment would swallow SQL. */
  readonly foldedComments: readonly number[]
  /** Where in the model a field starts, and where the next field starts. */
  rangeOf(field: string): readonly [number, number]
  /** The outcome with another context everywhere. */
  compileWith(context: JsonObject): TrialOutcome
  /** The parts that a rendering with a context reaches. Parts inside macros and captured blocks are not included. */
  printedParts(context: JsonObject): ReadonlySet<Part>
}

export interface Outcome {
  readonly texts: readonly FilledText[]
  /** Everything in the model except its texts. */
  readonly shape: string
}

export interface InsertionPoint {
  /** In the model. */
  readonly offset: number
  /** A path between single braces, or the part of the template that Jinja prints. */
  readonly what: ContextPath | Part
  /** How single braces use the value. */
  readonly use?: BraceUse
  /** What Jinja prints there, given a context. Nothing for single braces, and when the place is not reached. */
  printedWith(context: JsonObject): string | undefined
  /**
   * The outcome with another context only here. `'unreached'` too when the model does not reach this point with that
   * context.
   */
  compileWith(context: JsonObject): TrialOutcome
}

/** `'unreached'` when the model refuses the context, `'broken'` when the rendered model is not YAML. */
export type TrialOutcome = Outcome | 'unreached' | 'broken'

export function createModel(source: string, peers: Peers): Model {
  const { parts, render } = createJinja(source, peers)
  const renderOnce = remembered(new WeakMap<JsonObject, Rendering | undefined>(), (context) =>
    attempt(() => render(context)),
  )
  const readOnce = remembered(new WeakMap<Rendering, Document | undefined>(), ({ text }) =>
    attempt(() => readDocument(text, peers)),
  )
  return {
    parts,
    compile(context) {
      const rendering = render(context)
      const document = readDocument(rendering.text, peers)
      const points = pointsOfJinja(rendering, context, peers, renderOnce)
      return {
        ...filled(document, () => context),
        ...locationsIn(document, rendering, source),
        insertionPoints: [...pointsOfBraces(document, rendering, context), ...points],
        compileWith(other) {
          const rendered = renderOnce(other)
          const read = rendered && readOnce(rendered)
          if (!read) return rendered ? 'broken' : 'unreached'
          return filled(read, () => other)
        },
        printedParts: (other) => new Set(renderOnce(other)?.stretches.map(({ part }) => part)),
      }
    },
  }
}

/** Where in the model the pieces of a compiled document come from. */
function locationsIn(document: Document, rendering: Rendering, source: string) {
  const { scalars } = document
  const locate = (at: number) => offsetInModel(rendering, at)
  return {
    unread: unreadBracesIn(document, rendering.text).map(({ text, at }) => ({ text, at: locate(at) })),
    foldedComments: scalars.filter((scalar) => scalar.hasFoldedComment).map(({ start }) => locate(start)),
    offsetOf: ({ start }: FilledText) => locate(start),
    rangeOf(field: string): readonly [number, number] {
      const index = scalars.findIndex((scalar) => scalar.field === field)
      const [scalar, next] = [scalars[index], scalars[index + 1]]
      const [start, end] = [scalar ? locate(scalar.start) : 0, next ? locate(next.start) : source.length]
      // A loop prints several fields from the same place.
      return [start, end > start ? end : source.length]
    },
  }
}

function pointsOfBraces(
  document: Document,
  rendering: Rendering,
  context: JsonObject,
): readonly InsertionPoint[] {
  const pieces = document.scalars.flatMap((scalar) => scalar.pieces)
  return pieces.flatMap((piece) => {
    if (!piece.reference) return []
    const { path, use, at } = piece.reference
    return {
      offset: offsetInModel(rendering, at),
      what: path,
      use,
      printedWith: () => undefined,
      compileWith: (other) => filled(document, (each) => (each === piece ? other : context)),
    }
  })
}

function pointsOfJinja(
  rendering: Rendering,
  context: JsonObject,
  peers: Peers,
  renderOnce: (context: JsonObject) => Rendering | undefined,
): readonly InsertionPoint[] {
  const printing = rendering.stretches.map(({ part }) => part).filter(({ kind }) => kind !== 'text')
  return [...new Set(printing)].map((part) => {
    const readOnce = remembered(new Map<string, Outcome | 'broken'>(), (text) => {
      const document = attempt(() => readDocument(text, peers))
      return document ? filled(document, () => context) : 'broken'
    })
    const textsWith = (other: JsonObject) =>
      renderOnce(other)?.stretches.flatMap((stretch) => (stretch.part === part ? [stretch.text] : [])) ?? []
    return {
      offset: part.start,
      what: part,
      printedWith: (other) => textsWith(other)[0],
      compileWith(other) {
        const texts = textsWith(other)
        return texts.length > 0 ? readOnce(reprinted(rendering, part, texts)) : 'unreached'
      },
    }
  })
}

export function isPath(what: InsertionPoint['what']): what is ContextPath {
  return Array.isArray(what)
}

function filled({ scalars, shape }: Document, contextOf: (piece: Piece) => JsonObject): Outcome {
  return { texts: scalars.map((scalar) => fill(scalar, contextOf)), shape }
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

function remembered<K, V>(
  known: { get(key: K): V | undefined; has(key: K): boolean; set(key: K, value: V): void },
  make: (key: K) => V,
): (key: K) => V {
  return (key) => {
    if (!known.has(key)) known.set(key, make(key))
    return known.get(key) as V
  }
}
