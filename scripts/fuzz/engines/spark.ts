import type { RlsDatabase } from 'guestpass/server'
import { ensurePackages } from '../../apt.ts'
import type { Engine } from '../engine.ts'
import { startPythonEngine } from '../python-engine.ts'

/** @param database `spark`, or `hive`: the name that Superset has for Spark SQL over `hive://` */
export async function startSpark(database: RlsDatabase): Promise<Engine> {
  await ensurePackages({ commands: ['java'], packages: ['openjdk-17-jre-headless'] })
  return startPythonEngine({ name: 'Spark', database, module: 'spark' })
}
