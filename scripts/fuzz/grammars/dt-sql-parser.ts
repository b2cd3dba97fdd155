import { readFileSync } from 'node:fs'
import type * as dtSqlParser from 'dt-sql-parser'
import type { RlsDatabase } from 'guestpass/server'
import { importSource } from '../../import-source.ts'
import type { Grammar } from '../grammar.ts'

const PACKAGE = 'node_modules/dt-sql-parser'

/** The ANTLR grammars of Trino and Impala, as the npm package dt-sql-parser ships them. */
export async function startDtSqlParser(
  parser: 'TrinoSQL' | 'ImpalaSQL',
  database: RlsDatabase,
): Promise<Grammar> {
  const { [parser]: Parser } = await importSource<typeof dtSqlParser>(`${PACKAGE}/dist/index.js`)
  const sql = new Parser()
  const { version } = JSON.parse(readFileSync(`${PACKAGE}/package.json`, 'utf8'))
  return {
    name: `${parser === 'TrinoSQL' ? 'Trino' : 'Impala'}'s grammar (dt-sql-parser)`,
    version,
    database,
    admitted: (text) => text,
    likeReads: (text) => text,
    async literalsOf(query) {
      const [error] = sql.validate(query)
      if (error) throw new Error(error.message)
      return sql
        .getAllTokens(query)
        .map(({ text }) => text ?? '')
        .filter((text) => text.startsWith("'"))
    },
    async stop() {},
  }
}
