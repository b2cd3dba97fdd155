import { readdirSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { ensurePackages } from '../../apt.ts'
import type { Engine } from '../engine.ts'
import { instantText } from '../instant-text.ts'
import { createServerProcess } from '../server-process.ts'

/** What decides how a quoted text is read. */
const SETTINGS = [
  { standard_conforming_strings: 'on', backslash_quote: 'safe_encoding', TimeZone: 'UTC' },
  { standard_conforming_strings: 'off', backslash_quote: 'on', TimeZone: 'America/New_York' },
]

export async function startPostgresql(): Promise<Engine> {
  const binaries = await ensurePostgresql()
  const server = await createServerProcess('postgresql', 'postgres')
  const data = path.join(server.folder, 'data')
  await server.run(path.join(binaries, 'initdb'), [
    '-D',
    data,
    '-U',
    'fuzz',
    '-E',
    'UTF8',
    '--locale=C',
    '-A',
    'trust',
  ])
  const options = {
    listen_addresses: '',
    unix_socket_directories: server.folder,
    fsync: 'off',
    autovacuum: 'off',
  }
  const args = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  server.start(path.join(binaries, 'postgres'), ['-D', data, ...args])
  const client = await server.untilReady(async () => {
    const one = new pg.Client({ host: server.folder, user: 'fuzz', database: 'postgres' })
    await one.connect()
    return one
  })
  client.on('error', (error) => {
    throw new Error(server.account(), { cause: error })
  })
  await client.query(
    'CREATE UNLOGGED TABLE t (id int, tenant int, v text, n float8, big bigint, made_at timestamptz, flag boolean)',
  )
  const [{ server_version: version } = {}] = (await client.query('SHOW server_version')).rows
  let turn = 0

  return {
    name: 'PostgreSQL',
    version: String(version).split(' ')[0] ?? '',
    database: 'postgresql',
    admitted: (text) => text.replaceAll('\0', ''),
    likeReads: (text) => text,
    async fill(rows) {
      await client.query('TRUNCATE t')
      await client.query(
        `INSERT INTO t SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::float8[], $5::bigint[],
          $6::timestamptz[], $7::boolean[])`,
        [
          rows.map(({ id }) => id),
          rows.map(({ tenant }) => tenant),
          rows.map(({ v }) => v),
          rows.map(({ n }) => n),
          rows.map(({ big }) => String(big)),
          rows.map(({ made_at }) => `${instantText(made_at)}+00`),
          rows.map(({ flag }) => flag),
        ],
      )
    },
    async query(sql) {
      return (await client.query({ text: sql, rowMode: 'array' })).rows
    },
    async nextSettings() {
      for (const [name, value] of Object.entries(SETTINGS[turn++ % SETTINGS.length] ?? {})) {
        await client.query('SELECT set_config($1, $2, false)', [name, value])
      }
    },
    async stop() {
      await client.end()
      await server.stop()
    },
  }
}

/** The folder of the server's commands, which Debian keeps off PATH. Installs PostgreSQL when it is missing. */
export async function ensurePostgresql(): Promise<string> {
  const found = findBinaries()
  if (found) return found
  await ensurePackages({ commands: ['pg_ctlcluster'], packages: ['postgresql'] })
  const installed = findBinaries()
  if (installed) return installed
  throw new Error('postgresql is installed, but no /usr/lib/postgresql/*/bin holds its server.')
}

function findBinaries(): string | undefined {
  const root = '/usr/lib/postgresql'
  try {
    const version = readdirSync(root).sort((one, other) => Number(other) - Number(one))[0]
    return version === undefined ? undefined : path.join(root, version, 'bin')
  } catch {
    return undefined
  }
}
