import path from 'node:path'
import mysql from 'mysql2/promise'
import { ensurePackages } from '../../apt.ts'
import type { Engine, Row } from '../engine.ts'
import { instantText } from '../instant-text.ts'
import { createServerProcess } from '../server-process.ts'

/** Two settings decide how a quoted text is read: the mode, and the character set that the client declares. */
const MODES = ['', 'NO_BACKSLASH_ESCAPES', 'ANSI', 'ANSI,NO_BACKSLASH_ESCAPES', 'ORACLE,STRICT_ALL_TABLES']
const CHARACTER_SETS = ['utf8mb4', 'latin1', 'gbk', 'sjis']

/** Installs MariaDB when it is missing. */
export function ensureMariadb(): Promise<void> {
  return ensurePackages({ commands: ['mariadbd', 'mariadb-install-db'], packages: ['mariadb-server'] })
}

export async function startMariadb(): Promise<Engine> {
  await ensureMariadb()
  const server = await createServerProcess('mariadb', 'mysql')
  const data = path.join(server.folder, 'data')
  const socketPath = path.join(server.folder, 'socket')
  await server.run('mariadb-install-db', [
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
  ])
  server.start('mariadbd', [
    '--no-defaults',
    `--datadir=${data}`,
    `--socket=${socketPath}`,
    `--pid-file=${path.join(server.folder, 'pid')}`,
    '--skip-networking',
    '--innodb-flush-log-at-trx-commit=0',
    '--max-allowed-packet=64M',
  ])
  const connect = () =>
    mysql.createConnection({ socketPath, user: 'root', charset: 'utf8mb4_bin', timezone: 'Z' })
  const filling = await server.untilReady(connect)
  await filling.query("SET time_zone = '+00:00'")
  await filling.query('CREATE DATABASE fuzz')
  // Compared byte by byte, because a collation decides which texts are equal, and a clause does not.
  await filling.query(
    `CREATE TABLE fuzz.t (id INT, tenant INT, v TEXT COLLATE utf8mb4_nopad_bin, n DOUBLE, big BIGINT,
      made_at DATETIME(3), flag BOOLEAN) ENGINE = Aria TRANSACTIONAL = 0`,
  )
  const reading = await connect()
  await reading.query('USE fuzz')
  const [[{ version }]] = (await reading.query('SELECT version() AS version')) as unknown as [
    [{ version: string }],
  ]
  let turn = 0

  return {
    name: 'MariaDB',
    version: version.split('-')[0] ?? '',
    database: 'mysql',
    admitted: (text) => text,
    likeReads: (text) => text,
    async fill(rows) {
      await filling.query('DELETE FROM fuzz.t')
      const marks = rows.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')
      await filling.execute(`INSERT INTO fuzz.t VALUES ${marks}`, rows.flatMap(parameters))
    },
    async query(sql) {
      const [rows] = await reading.query({ sql, rowsAsArray: true })
      return rows as unknown as unknown[][]
    },
    async nextSettings() {
      const mode = MODES[turn % MODES.length]
      const characterSet = CHARACTER_SETS[turn % CHARACTER_SETS.length]
      turn++
      await reading.query(`SET sql_mode = '${mode}'`)
      await reading.query(`SET NAMES ${characterSet}`)
    },
    async stop() {
      await reading.end()
      await filling.end()
      await server.stop()
    },
  }
}

function parameters({ id, tenant, v, n, big, made_at, flag }: Row) {
  return [id, tenant, v, n, String(big), instantText(made_at), flag === null ? null : Number(flag)]
}
