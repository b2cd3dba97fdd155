import { DuckDBInstance, DuckDBTimestampValue } from '@duckdb/node-api'
import type { Engine } from '../engine.ts'

export async function startDuckdb(): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  await connection.run(
    'CREATE TABLE t (id INTEGER, tenant INTEGER, v VARCHAR, n DOUBLE, big BIGINT, made_at TIMESTAMP, flag BOOLEAN)',
  )
  const [[version] = []] = (await connection.runAndReadAll('SELECT version()')).getRows()

  return {
    name: 'DuckDB',
    version: String(version).replace(/^v/, ''),
    database: 'duckdb',
    admitted: (text) => text,
    likeReads: (text) => text,
    async fill(rows) {
      await connection.run('DELETE FROM t')
      const appender = await connection.createAppender('t')
      for (const { id, tenant, v, n, big, made_at, flag } of rows) {
        appender.appendInteger(id)
        appender.appendInteger(tenant)
        if (v === null) appender.appendNull()
        else appender.appendVarchar(v)
        appender.appendDouble(n)
        appender.appendBigInt(big)
        appender.appendTimestamp(new DuckDBTimestampValue(BigInt(made_at.getTime()) * 1000n))
        if (flag === null) appender.appendNull()
        else appender.appendBoolean(flag)
        appender.endRow()
      }
      appender.closeSync()
    },
    async query(sql) {
      return (await connection.runAndReadAll(sql)).getRows()
    },
    async nextSettings() {},
    async stop() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
