import { readFileSync, statSync } from 'node:fs'
import type { Step } from '../steps.ts'
import type { SupersetVersion } from '../superset/paths.ts'

/** What one version was seen to do. */
export interface Run {
  readonly version: SupersetVersion
  /** When it ended, as a date. */
  readonly date: string
  readonly rows: readonly Row[]
}

export interface Row {
  readonly group: string
  readonly name: string
  readonly cell: string
}

const fileOf = (version: SupersetVersion) => `.cache/compatibility/${version}.json`

/** @param isAnew writes the results into the document. Otherwise the results have to match the document. */
export const compatibilityStep = (version: SupersetVersion, isAnew: boolean): Step => ({
  name: `compatibility with Superset ${version}`,
  command: ['playwright', 'test', '--config', 'test/compatibility/playwright.config.ts'],
  env: {
    GUESTPASS_SUPERSET_VERSION: version,
    ...(isAnew && { GUESTPASS_COMPATIBILITY_ANEW: 'yes' }),
  },
  results: { file: fileOf(version), format: 'playwright' },
  after: ['build'],
  cores: 'all',
})

/** Returns the results of the last run on that version; undefined before the first run. */
export function readRun(version: SupersetVersion): Run | undefined {
  const file = fileOf(version)
  let report: { readonly suites: readonly Suite[] }
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
  return {
    version,
    date: statSync(file).mtime.toISOString().slice(0, 10),
    rows: report.suites.flatMap(rowsOf),
  }
}

interface Suite {
  readonly title: string
  readonly suites?: readonly Suite[]
  readonly specs: readonly {
    readonly title: string
    readonly tests: readonly {
      readonly annotations: readonly { readonly type: string; readonly description?: string }[]
    }[]
  }[]
}

function rowsOf({ title, suites = [], specs }: Suite): readonly Row[] {
  const specRows = specs.map((spec) => {
    const noted = spec.tests[0]?.annotations.find(({ type }) => type === 'cell')?.description
    return { group: title, name: spec.title, cell: noted ?? 'the run failed' }
  })
  return [...specRows, ...suites.flatMap(rowsOf)]
}
