import type { Engine } from '../engine.ts'
import { startPythonEngine } from '../python-engine.ts'

export function startZetasql(): Promise<Engine> {
  return startPythonEngine({ name: 'ZetaSQL', database: 'bigquery', module: 'zetasql' })
}
