/**
 * A model, rendered the way Embeddable does it: minijinja first where there is Jinja in it, then YAML, then the single
 * braces. A site is a place where something of the security context may end up; what the model becomes with another
 * context at that place alone is how everything else here finds out what a value can do there.
 */

import { type Document, type FilledText, fill, type Piece, readDocument } from './document'
import { createJinja } from './jinja'
import type { JsonObject } from './json'
import { type Marked, offsetInModel, reprinted } from './marks'
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
  readonly sites: readonly Site[]
  /** Where in the model a text starts. */
  offsetOf(text: FilledText): number
  /** Expressions in braces that read the security context, and are not followed. */
  readonly unread: readonly UnreadBraces[]
  /** Where in the model the folded blocks start in which a comment would swallow SQL. */
  readonly foldedComments: readonly number[]
  /** Where in the model a field starts, and where the next field starts. */
  rangeOf(field: string): readonly [number, number]
  /** The outcome with another context everywhere. */
  exchange(context: JsonObject): Exchanged
  /** The parts that a rendering with a context reaches. Parts inside macros and captured blocks are not included. */
  printedParts(context: JsonObject): ReadonlySet<Part>
}

export interface Outcome {
  readonly texts: readonly FilledText[]
  /** All of the model but its texts. */
  readonly shape: string
}

export interface Site {
  /** In the model. */
  readonly offset: number
  /** What stands there: a path between single braces, or what Jinja prints. */
  readonly what: ContextPath | Part
  /** How single braces use the value. */
  readonly use?: BraceUse
  /** What Jinja prints there, given a context. Nothing for single braces, and when the place is not reached. */
  printedWith(context: JsonObject): string | undefined
  /**
   * The outcome, when the context is another one here and nowhere else; `'unreached'` also when the model, given it,
   * prints nothing here.
   */
  exchange(context: JsonObject): Exchanged
}

/** `'unreached'` when the model refuses the context, `'broken'` when it is no YAML any more. */
export type Exchanged = Outcome | 'unreached' | 'broken'

export function createModel(source: string, peers: Peers): Model {
  const { parts, render } = createJinja(source, peers)
  const renderOnce = remembered(new WeakMap<JsonObject, Marked | undefined>(), (context) =>
    attempt(() => render(context)),
  )

  const readOnce = remembered(new WeakMap<Marked, Document | undefined>(), ({ text }) =>
    attempt(() => readDocument(text, peers)),
  )

  function braceSites(document: Document, marked: Marked, context: JsonObject): readonly Site[] {
    const pieces = document.scalars.flatMap((scalar) => scalar.pieces)
    return pieces.flatMap((piece) => {
      if (!piece.reference) return []
      const exchange = (other: JsonObject) => filled(document, (one) => (one === piece ? other : context))
      return {
        offset: offsetInModel(marked, piece.reference.at),
        what: piece.reference.path,
        use: piece.reference.use,
        printedWith: () => undefined,
        exchange,
      }
    })
  }

  function jinjaSites(marked: Marked, context: JsonObject): readonly Site[] {
    const printing = marked.stretches.map(({ part }) => part).filter(({ kind }) => kind !== 'text')
    return [...new Set(printing)].map((part) => {
      const read = remembered(new Map<string, Outcome | 'broken'>(), (text) => {
        const document = attempt(() => readDocument(text, peers))
        return document ? filled(document, () => context) : 'broken'
      })
      return {
        offset: part.start,
        what: part,
        printedWith: (other) => renderOnce(other)?.stretches.find((stretch) => stretch.part === part)?.text,
        exchange(other) {
          const prints = renderOnce(other)?.stretches.filter((one) => one.part === part) ?? []
          const texts = prints.map(({ text }) => text)
          return texts.length > 0 ? read(reprinted(marked, part, texts)) : 'unreached'
        },
      }
    })
  }

  return {
    parts,
    compile(context) {
      const marked = render(context)
      const document = readDocument(marked.text, peers)
      const outcome = filled(document, () => context)
      return {
        ...outcome,
        sites: [...braceSites(document, marked, context), ...jinjaSites(marked, context)],
        unread: unreadBracesIn(document, marked.text).map(({ text, at }) => ({
          text,
          at: offsetInModel(marked, at),
        })),
        foldedComments: document.scalars
          .filter(({ hasFoldedComment }) => hasFoldedComment)
          .map(({ start }) => offsetInModel(marked, start)),
        offsetOf: ({ start }) => offsetInModel(marked, start),
        rangeOf(field) {
          const index = outcome.texts.findIndex((text) => text.field === field)
          const [text, next] = [outcome.texts[index], outcome.texts[index + 1]]
          const end = next ? offsetInModel(marked, next.start) : source.length
          const start = text ? offsetInModel(marked, text.start) : 0
          // A loop prints several fields from the same place.
          return [start, end > start ? end : source.length]
        },
        exchange(other) {
          const rendered = renderOnce(other)
          const document = rendered && readOnce(rendered)
          if (!document) return rendered ? 'broken' : 'unreached'
          return filled(document, () => other)
        },
        printedParts: (other) => new Set(renderOnce(other)?.stretches.map(({ part }) => part)),
      }
    },
  }
}

export function isPath(what: Site['what']): what is ContextPath {
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
