/**
 * What Embeddable's push refuses. It reads the file as YAML before it renders Jinja, and then checks names and types.
 *
 * Source: `dataModelsValidation` in the package `@embeddable.com/sdk-core` 4.8.0. Its rule that a cube has a measure or a
 * dimension is not checked here: it does not change rows, and a model is often previewed before it has members.
 */

import type { LocatedFinding } from './finding'
import type { Peers } from './peers'

interface Problem {
  readonly offset: number
  readonly what: string
}

type Yaml = Peers['yaml']

type YamlMap = import('yaml').YAMLMap

const DIMENSION_TYPES = ['string', 'number', 'boolean', 'geo', 'time']
const MEASURE_TYPES = [
  ...['string', 'time', 'boolean', 'number', 'count', 'count_distinct', 'count_distinct_approx'],
  ...['sum', 'avg', 'min', 'max'],
]

export function pushRefusalsOf(source: string, { yaml }: Pick<Peers, 'yaml'>): readonly LocatedFinding[] {
  const document = yaml.parseDocument(source, { logLevel: 'silent', prettyErrors: false })
  const [error] = document.errors
  if (error) return [refusal({ offset: error.pos[0], what: `the file is not YAML (${error.message})` })]
  const root = document.contents
  const hasModels = yaml.isMap(root) && (isSet(root.get('cubes')) || isSet(root.get('views')))
  if (!hasModels) return [refusal({ offset: 0, what: 'the file defines neither cubes nor views' })]
  return [
    ...problemsOfEntries(yaml, root, 'cubes', (cube) => problemsOfCube(yaml, cube)),
    ...problemsOfEntries(yaml, root, 'views', () => []),
  ].map(refusal)
}

function refusal({ offset, what }: Problem): LocatedFinding {
  return {
    code: 'push-refused',
    offset,
    path: '',
    message: `Embeddable's push reads the file before Jinja is rendered, and refuses it: ${what}.`,
    advice: 'Keep Jinja inside a block (sql: >) or between quotes, and put macros on one line behind #.',
  }
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** A list of objects with names, when the key is there. */
function problemsOfEntries(
  yaml: Yaml,
  parent: YamlMap,
  key: string,
  problemsOf: (entry: YamlMap) => readonly Problem[],
): readonly Problem[] {
  const list = parent.get(key, true) as unknown
  if (!isSet(parent.get(key))) return []
  const offset = offsetOf(yaml, list, offsetOf(yaml, parent, 0))
  if (!yaml.isSeq(list)) return [{ offset, what: `${key} is not a list` }]
  return list.items.flatMap((entry): readonly Problem[] => {
    const at = offsetOf(yaml, entry, offset)
    if (!yaml.isMap(entry)) return [{ offset: at, what: `an entry of ${key} is not an object` }]
    const isNamed = typeof entry.get('name') === 'string'
    return [
      ...(isNamed ? [] : [{ offset: at, what: `an entry of ${key} has no name` }]),
      ...problemsOf(entry),
    ]
  })
}

function problemsOfCube(yaml: Yaml, cube: YamlMap): readonly Problem[] {
  const withTypes = (key: string, types: readonly string[]) =>
    problemsOfEntries(yaml, cube, key, (member) => {
      const type = member.get('type')
      if (typeof type === 'string' && types.includes(type)) return []
      return [{ offset: offsetOf(yaml, member, 0), what: `type in ${key} is not one of ${types.join(', ')}` }]
    })
  return [...withTypes('dimensions', DIMENSION_TYPES), ...withTypes('measures', MEASURE_TYPES)]
}

function offsetOf(yaml: Yaml, node: unknown, fallback: number): number {
  return (yaml.isNode(node) ? node.range?.[0] : undefined) ?? fallback
}
