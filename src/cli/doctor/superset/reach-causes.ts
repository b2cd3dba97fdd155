/** Why a rule for a table is not in the query of a virtual dataset over the table, as it was measured on each release. */

import type { Dataset } from '../subject'
import { type AppRule, mentionsOf, nameOfDataset, tablesUnder } from './rule'
import type { TableName } from './sql-tables'

export interface Cause {
  readonly text: string
  /** Whether Superset always leaves the rule out in such a case, so that no query has to show it. */
  readonly isCertain: boolean
  /** Whether the SQL also reads the table in a way that Superset finds, so that the rule is in a part of the query. */
  readonly isPartial: boolean
}

export interface Known {
  /** Of Superset: `6.1.0`. */
  readonly version: string | undefined
  /** Every dataset that was read. */
  readonly datasets: readonly Dataset[]
}

/** The first cause for the tables of the rule; undefined if none is known. */
export function causeOf(rule: AppRule, virtual: Dataset, { version, datasets }: Known): Cause | undefined {
  const tables = tablesUnder(virtual, datasets)
    .filter(({ id }) => rule.rules.some(({ dataset }) => dataset === id))
    // Superset makes the query of `{{ dataset(21) }}` with the rules for dataset 21.
    .filter((table) => mentionsOf(table, virtual.sql ?? '').length > 0)
  if (tables.length > 0 && Number.parseInt(version ?? '', 10) < 6) {
    return certain(`Superset ${version} adds no rule to the SQL of a virtual dataset.`)
  }
  return tables.map((table) => causeOfTable(table, virtual)).find((cause) => cause !== undefined)
}

function certain(text: string): Cause {
  return { text, isCertain: true, isPartial: false }
}

export function causeOfTable(table: Dataset, virtual: Dataset): Cause | undefined {
  if (table.databaseId !== virtual.databaseId) {
    return certain(`Dataset ${nameOfDataset(table)} is on another database connection.`)
  }
  if (table.schema === undefined) {
    const text = `Dataset ${nameOfDataset(table)} has no schema, and Superset looks for the table with its schema.`
    return certain(text)
  }
  const mentions = mentionsOf(table, virtual.sql ?? '').filter(({ isCte }) => !isCte)
  const other = mentions.find((mention) => isWrittenOtherwise(mention, table, virtual))
  if (other) {
    const isPartial = mentions.some((mention) => !isWrittenOtherwise(mention, table, virtual))
    return { ...certain(otherName(other, table)), isPartial }
  }
  if (mentions.some((mention) => isLost(mention, virtual))) {
    return certain(`On ${virtual.backend} Superset loses the rule of a table that has an alias.`)
  }
  if (mentions.some(({ catalog = virtual.catalog }) => catalog !== table.catalog)) {
    const text = `Its SQL reads the table of another catalog than that of dataset ${nameOfDataset(table)}.`
    return { ...certain(text), isCertain: false }
  }
  return undefined
}

function isWrittenOtherwise(mention: TableName, table: Dataset, virtual: Dataset): boolean {
  const { name, schema = virtual.schema } = mention
  return name !== table.name || (schema !== undefined && schema !== table.schema)
}

function otherName({ schema, name }: TableName, table: Dataset): string {
  const written = [schema, name].filter(Boolean).join('.')
  return `Its SQL writes ${written}, and dataset ${table.id} is ${table.schema}.${table.name}: Superset compares names letter by letter.`
}

function isLost({ hasAlias, isNested }: TableName, { backend }: Dataset): boolean {
  return hasAlias && (backend === 'snowflake' || (backend === 'mssql' && isNested))
}
