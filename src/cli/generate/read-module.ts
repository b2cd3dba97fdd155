/** Reads a generated file back, without running it. */

import { readFile } from 'node:fs/promises'
import type { ColumnType } from '../../core/descriptor'
import { ToolError } from '../../core/tool-error'
import { shellWord } from '../shell-word'
import { isEmbedId } from '../superset-dashboards'
import { type Parsed, type ParsedObject, parseLiteral } from './parse-literal'
import type { Chart, Dataset, Filter, Structure, Tab } from './structure'
import { HEADER, type NamedStructure } from './write-module'

/** `undefined` when the file does not exist. @throws {ToolError} `option-invalid` for a file that cannot be read */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (Object(error).code === 'ENOENT') return undefined
    throw new ToolError(
      'option-invalid',
      `${file} cannot be read (${Object(error).code}). Check the path and its rights.`,
    )
  }
}

/** @throws {ToolError} `option-invalid` for a file that cannot be read, `descriptor-invalid` for another file */
export async function readModuleFile(file: string): Promise<readonly NamedStructure[]> {
  const source = await readIfThere(file)
  if (source !== undefined) return readModule(source, file)
  throw new ToolError(
    'option-invalid',
    `${file} does not exist. Generate it first: npx guestpass generate --superset <url> --out ${shellWord(file)}`,
  )
}

/** Whether `guestpass generate` wrote the file, so that it may be replaced. */
export function isGenerated(source: string): boolean {
  return source.trimStart().startsWith(HEADER)
}

/** @throws {ToolError} `descriptor-invalid` */
export function readModule(source: string, file: string): readonly NamedStructure[] {
  const constants = [...source.matchAll(CONSTANT)]
  if (!isGenerated(source) || constants.length === 0)
    throw notGenerated(file, 'it does not begin as a generated file')
  try {
    return constants.map((match) => ({
      exportName: match[1] ?? '',
      structure: structureOf(parseLiteral(source, match.index + match[0].length)),
    }))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw notGenerated(file, error.message)
  }
}

/** A text never holds a line break, so a line that begins so is not inside a text. */
const CONSTANT = /^export const ([\p{ID_Continue}$]+)\s*=/gmu

function notGenerated(file: string, where: string): ToolError {
  return new ToolError(
    'descriptor-invalid',
    `${file} is not a file that guestpass generate wrote, or it was edited (${where}). Generate it again: npx guestpass generate --superset <url> --out ${shellWord(file)}`,
  )
}

function structureOf(value: Parsed): Structure {
  const object = objectAt(value, 'a dashboard')
  const embedId = textAt(object, 'embedId')
  if (!isEmbedId(embedId)) throw new SyntaxError('embedId is not an embed id')
  const datasets = entriesAt(object, 'datasets').map(([name, entry]) =>
    datasetOf(name, objectAt(entry, name)),
  )
  const idOfDataset = new Map(datasets.map(({ name, id }) => [name, id]))
  return {
    embedId,
    numericId: numberAt(object, 'numericId'),
    title: textAt(object, 'title'),
    slug: null,
    crossFilters:
      !object.has('crossFilters') || checked(object.get('crossFilters'), 'boolean', 'crossFilters'),
    filters: entriesAt(object, 'filters').map(([name, entry]) =>
      filterOf(name, objectAt(entry, name), idOfDataset),
    ),
    tabs: entriesAt(object, 'tabs').map(([name, id]): Tab => ({ name, id: checked(id, 'string', name) })),
    charts: entriesAt(object, 'charts').map(([name, entry]) =>
      chartOf(name, objectAt(entry, name), idOfDataset),
    ),
    datasets,
  }
}

type Ids = ReadonlyMap<string, number>

function filterOf(name: string, entry: ParsedObject, idOfDataset: Ids): Filter {
  return {
    name,
    id: textAt(entry, 'id'),
    kind: textAt(entry, 'kind'),
    datasetId: idOfDataset.get(String(entry.get('dataset'))),
    column: entry.has('column') ? textAt(entry, 'column') : undefined,
    multiple: checked(entry.get('multiple'), 'boolean', name),
    required: checked(entry.get('required'), 'boolean', name),
    hasDefault: checked(entry.get('hasDefault'), 'boolean', name),
    inverse: entry.has('inverse') && checked(entry.get('inverse'), 'boolean', name),
  }
}

function chartOf(name: string, entry: ParsedObject, idOfDataset: Ids): Chart {
  return {
    name,
    id: numberAt(entry, 'id'),
    kind: textAt(entry, 'kind'),
    datasetId: idOfDataset.get(String(entry.get('dataset'))),
  }
}

function datasetOf(name: string, entry: ParsedObject): Dataset {
  const metrics = entry.get('metrics')
  if (!Array.isArray(metrics)) throw new SyntaxError(`the metrics of ${name}`)
  return {
    name,
    id: numberAt(entry, 'id'),
    table: entry.get('virtual') === true ? undefined : textAt(entry, 'table'),
    columns: entriesAt(entry, 'columns').map(([column, type]) => ({
      name: column,
      type: checked(type, 'string', column) as ColumnType,
    })),
    metrics: metrics.map((metric) => checked(metric, 'string', name)),
  }
}

interface Types {
  readonly string: string
  readonly number: number
  readonly boolean: boolean
}

function checked<Type extends keyof Types>(value: unknown, type: Type, name: string): Types[Type] {
  if (typeof value !== type) throw new SyntaxError(`${name} is not a ${type}`)
  return value as Types[Type]
}

function textAt(object: ParsedObject, key: string): string {
  return checked(object.get(key), 'string', key)
}

function numberAt(object: ParsedObject, key: string): number {
  return checked(object.get(key), 'number', key)
}

function entriesAt(object: ParsedObject, key: string): readonly (readonly [string, Parsed])[] {
  return [...objectAt(object.get(key), key)]
}

function objectAt(value: Parsed | undefined, name: string): ParsedObject {
  if (value instanceof Map) return value
  throw new SyntaxError(`${name} is not an object`)
}
