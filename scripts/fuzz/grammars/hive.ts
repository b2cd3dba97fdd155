import { ensurePackages } from '../../apt.ts'
import type { Grammar } from '../grammar.ts'
import { startPython } from '../python-engine.ts'

/** Hive's own parser, which is among the libraries of PySpark. */
export async function startHiveGrammar(): Promise<Grammar> {
  await ensurePackages({ commands: ['java'], packages: ['openjdk-17-jre-headless'] })
  const python = await startPython('hive_grammar.py', 'spark')
  return {
    name: "Hive's parser",
    version: String(await python.call('version', null)),
    database: 'hive',
    admitted: (text) => text,
    likeReads: (text) => text,
    literalsOf: async (sql) => (await python.call('literals', sql)) as string[],
    stop: python.stop,
  }
}
