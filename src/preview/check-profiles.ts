/** Checks what a file of profiles contains. */

import type { Entry, Field, YamlReader } from './yaml-reader'

type Check = (reader: YamlReader, field: Field) => void

/** The fields of a profile. */
const CHECKS: Readonly<Record<string, Check>> = {
  // checkProfiles reads the name, and compares it with the other names.
  name() {},
  securityContext(reader, field) {
    reader.readEntries(field)
    reader.checkJson(field)
  },
  environment: (reader, field) => void reader.readText(field),
  roles(reader, field) {
    for (const item of reader.readItems(field)) reader.readText({ ...item, path: 'a role' })
  },
  filters(reader, field) {
    for (const item of reader.readItems(field)) checkFilter(reader, item)
  },
  useQueryRewrite: (reader, field) => reader.checkFlag(field),
  dataProvider: (reader, field) => void reader.readText(field),
}

/** @param contents the root node of the document */
export function checkProfiles(reader: YamlReader, contents: unknown): void {
  const taken = new Set<string>()
  for (const item of reader.readItems({ node: contents, at: 0, path: 'the file' })) {
    const entry = checkProfile(reader, { ...item, path: 'a profile' })
    const name = entry && reader.readText(entry)
    if (entry === undefined || name === undefined) continue
    if (taken.has(name)) reader.reportKey(entry, `is taken by another profile: ${name}`)
    taken.add(name)
  }
}

/** Returns the entry with the name. */
function checkProfile(reader: YamlReader, profile: Field): Entry | undefined {
  const entries = reader
    .readEntries(profile, Object.keys(CHECKS))
    ?.map((entry) => ({ ...entry, path: entry.key }))
  if (!entries) return undefined
  for (const entry of entries) if (Object.hasOwn(CHECKS, entry.key)) CHECKS[entry.key]?.(reader, entry)
  const find = (key: string) => entries.find((entry) => entry.key === key)
  if (!find('name')) reader.report({ ...profile, path: 'name' }, 'is missing')
  if (!find('securityContext')) {
    reader.report({ ...profile, path: 'securityContext' }, 'is missing: say {} for none')
  }
  return find('name')
}

function checkFilter(reader: YamlReader, filter: Field): void {
  const entries = reader.readEntries(filter, ['member', 'operator', 'values'])
  if (!entries) return
  const find = (key: string) => entries.find((entry) => entry.key === key)
  for (const key of ['member', 'operator']) {
    const entry = find(key)
    if (entry) reader.readText(entry)
    else reader.report({ ...filter, path: `${filter.path}.${key}` }, 'is missing')
  }
  const values = find('values')
  if (!values) return
  reader.readItems(values)
  reader.checkJson(values)
}
