/**
 * What Embeddable's push refuses. It reads the file as YAML before it renders Jinja, and then checks names and types.
 *
 * Source: `dataModelsValidation` in the package `@embeddable.com/sdk-core` 4.8.0. Its rule that a cube has a measure or a
 * dimension is not checked here: it does not change rows, and a model is often previewed before it has members.
 */

import type { LocatedFinding } from './finding'
import { isList, isObject, type JsonObject, type JsonValue } from './json'
import type { Peers } from './peers'

/** Where in the file: keys and indexes from the root. */
type Path = readonly (string | number)[]

interface Problem {
  readonly path: Path
  readonly what: string
}

/** What a list has to contain. */
type Rule = (entry: JsonObject, path: Path) => readonly Problem[]

const DIMENSION_TYPES = ['string', 'number', 'boolean', 'geo', 'time']
const MEASURE_TYPES = [
  ...['string', 'time', 'boolean', 'number', 'count', 'count_distinct', 'count_distinct_approx'],
  ...['sum', 'avg', 'min', 'max'],
]

const isDimension: Rule = (member, path) => problemsOfMember(member, path, DIMENSION_TYPES)
const isMeasure: Rule = (member, path) => problemsOfMember(member, path, MEASURE_TYPES)

const isCube: Rule = (cube, path) => [
  ...problemsOfText(cube, path, 'name'),
  ...(cube['dimensions'] === undefined ? [] : problemsOfList(cube, path, 'dimensions', isDimension)),
  ...(cube['measures'] === undefined ? [] : problemsOfList(cube, path, 'measures', isMeasure)),
]

const isView: Rule = (view, path) => [
  ...problemsOfText(view, path, 'name'),
  ...problemsOfList(view, path, 'cubes', (cube, at) => problemsOfText(cube, at, 'join_path')),
]

export function pushRefusalsOf(source: string, { yaml }: Pick<Peers, 'yaml'>): readonly LocatedFinding[] {
  // `silent` would hide that the file has more than one document.
  const document = yaml.parseDocument(source, { logLevel: 'error', prettyErrors: false })
  const [error] = document.errors
  if (error) return [refusal(error.pos[0], `the file is not YAML (${error.message})`)]
  try {
    const offsetOf = (path: Path) => offsetIn(yaml, document, path)
    return problemsOf(document.toJS()).map(({ path, what }) => refusal(offsetOf(path), what))
  } catch (cause) {
    // An alias without its anchor, or too many aliases.
    return [refusal(0, `the file is not YAML (${(cause as Error).message})`)]
  }
}

function refusal(offset: number, what: string): LocatedFinding {
  return {
    code: 'push-refused',
    offset,
    path: '',
    message: `Embeddable's push reads the file before Jinja is rendered, and refuses it: ${what}.`,
    advice: 'Keep Jinja inside a block (sql: >) or between quotes, and put macros on one line behind #.',
  }
}

function problemsOf(root: JsonValue): readonly Problem[] {
  const file: JsonObject = isObject(root) ? root : {}
  const { cubes, views } = file
  if (!cubes && !views) return [{ path: [], what: 'the file defines neither cubes nor views' }]
  return [
    ...(cubes ? problemsOfNonEmptyList(file, 'cubes', isCube) : []),
    ...(views ? problemsOfNonEmptyList(file, 'views', isView) : []),
  ]
}

function problemsOfNonEmptyList(file: JsonObject, key: string, rule: Rule): readonly Problem[] {
  const list = file[key]
  if (isList(list) && list.length === 0) return [{ path: [key], what: `${key} is an empty list` }]
  return problemsOfList(file, [], key, rule)
}

/** A list of objects. */
function problemsOfList(parent: JsonObject, at: Path, key: string, rule: Rule): readonly Problem[] {
  const list = parent[key]
  const path = [...at, key]
  if (!isList(list)) return [{ path, what: `${key} is not a list` }]
  return list.flatMap((entry, index) => {
    if (!isObject(entry)) return [{ path: [...path, index], what: `an entry of ${key} is not an object` }]
    return rule(entry, [...path, index])
  })
}

function problemsOfText(entry: JsonObject, path: Path, key: string): readonly Problem[] {
  if (typeof entry[key] === 'string') return []
  const list = path.findLast((part) => typeof part === 'string')
  return [{ path, what: `an entry of ${list} has no ${key.replace('_', ' ')}` }]
}

function problemsOfMember(member: JsonObject, path: Path, types: readonly string[]): readonly Problem[] {
  const type = member['type']
  const problems = problemsOfText(member, path, 'name')
  if (typeof type === 'string' && types.includes(type)) return problems
  const list = path.findLast((part) => typeof part === 'string')
  return [...problems, { path, what: `type in ${list} is not one of ${types.join(', ')}` }]
}

/** Where the part of the file begins, or the nearest part around it when it comes from an alias. */
function offsetIn(yaml: Peers['yaml'], document: import('yaml').Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (yaml.isNode(node) && node.range) return node.range[0]
  }
  return document.contents?.range?.[0] ?? 0
}
