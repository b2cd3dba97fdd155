import type { Dataset, Rule } from '../../../src/cli/doctor/subject'

/** A rule that is a plain text. */
export function ruleOf(rule: Partial<Rule> = {}): Rule {
  return { number: 1, clause: 'org = 7', isBuilt: false, ...rule }
}

/** The table `main.orders`, with a column `org`. */
export function datasetOf(dataset: Partial<Dataset> = {}): Dataset {
  return {
    id: 3,
    name: 'orders',
    catalog: undefined,
    schema: 'main',
    sql: undefined,
    columns: ['org'],
    databaseId: 1,
    backend: 'sqlite',
    ...dataset,
  }
}
