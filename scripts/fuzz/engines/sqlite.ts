import { DatabaseSync } from 'node:sqlite'
import type { Engine } from '../engine.ts'
import { instantText } from '../instant-text.ts'

export function startSqlite(): Engine {
  const database = new DatabaseSync(':memory:')
  database.exec(
    'CREATE TABLE t (id INTEGER, tenant INTEGER, v TEXT, n REAL, big INTEGER, made_at TEXT, flag INTEGER)',
  )
  // Its LIKE ignores case otherwise, which decides about equal rows and not about the meaning of a clause.
  database.exec('PRAGMA case_sensitive_like = ON')
  const insert = database.prepare('INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)')

  return {
    name: 'SQLite',
    version: String(database.prepare('SELECT sqlite_version() AS version').get()?.['version']),
    database: 'sqlite',
    admitted: (text) => text,
    // It reads U+FFFE and U+FFFF as U+FFFD, too.
    likeReads: (text) => (text.split('\0')[0] ?? '').replace(/[\ufffe\uffff]/g, '\ufffd'),
    async fill(rows) {
      database.exec('BEGIN; DELETE FROM t')
      for (const { id, tenant, v, n, big, made_at, flag } of rows) {
        insert.run(id, tenant, v, n, big, instantText(made_at), flag === null ? null : Number(flag))
      }
      database.exec('COMMIT')
    },
    async query(sql) {
      const statement = database.prepare(sql)
      statement.setReturnArrays(true)
      return statement.all() as unknown as unknown[][]
    },
    async nextSettings() {},
    async stop() {
      database.close()
    },
  }
}
