import { GuestpassError } from '../../core/errors'
import { DATABASES, type Database, REFUSED_DATABASES, type RlsDatabase, USUAL_NAMES } from './databases'

/** The options of `rls`. */
export interface RlsOptions {
  /**
   * Takes a database on which no clause was ever run: `snowflake`, `redshift`, `oracle`, `mssql`, `cockroachdb` and
   * `risingwave`. Only Superset's parser read its clauses. @default false
   */
  readonly acceptUntested?: boolean
}

/** @throws {GuestpassError} `option-invalid` */
export function findDatabase(name: unknown, options: RlsOptions): Database {
  const { acceptUntested = false } = checkedOptions(options)
  if (!isDatabase(name)) throw unknownName(name)
  const database = DATABASES[name]
  if (database.evidence === 'parser' && !acceptUntested) {
    throw invalid(
      `The database ${name} needs { acceptUntested: true } as second argument, because no clause was ever run on ` +
        `${database.title}: only Superset's parser read them. Try your rules on your own data first.`,
    )
  }
  return database
}

function checkedOptions(options: RlsOptions): RlsOptions {
  if (typeof options !== 'object' || options === null) throw invalid('The options of rls are not an object.')
  const unknown = Object.keys(options).find((field) => field !== 'acceptUntested')
  if (unknown !== undefined) throw invalid('rls knows only the option acceptUntested. Remove the others.')
  const { acceptUntested } = options
  if (acceptUntested !== undefined && typeof acceptUntested !== 'boolean') {
    throw invalid('acceptUntested is neither true nor false.')
  }
  return options
}

function isDatabase(name: unknown): name is RlsDatabase {
  return typeof name === 'string' && Object.hasOwn(DATABASES, name)
}

/** Only names of our own lists are repeated in the message. */
function unknownName(value: unknown): GuestpassError {
  const name = typeof value === 'string' ? value.toLowerCase() : ''
  if (name === 'ansi') {
    return invalid(
      `The database ansi was replaced by the names that Superset has for its databases, because one way of quoting ` +
        `shows every row on some of them. ${KNOWN}`,
    )
  }
  const usual = Object.hasOwn(USUAL_NAMES, name) ? USUAL_NAMES[name] : undefined
  const database = usual ?? name
  if (Object.hasOwn(REFUSED_DATABASES, database)) {
    return invalid(`rls refuses the database ${database}: ${REFUSED_DATABASES[database]}. ${KNOWN}`)
  }
  if (isDatabase(database))
    return invalid(`The database ${database} is written '${database}', as in Superset.`)
  return invalid(`rls does not know the database. ${KNOWN}`)
}

const KNOWN = `Known are ${Object.keys(DATABASES).join(', ')}.`

function invalid(message: string): GuestpassError {
  return new GuestpassError('option-invalid', message)
}
