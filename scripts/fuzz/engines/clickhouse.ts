import type { Engine } from '../engine.ts'
import { startPythonEngine } from '../python-engine.ts'

const TUPLE = `CAST(('x', 'acme'), 'Tuple(a String, v String)')`

/** An alias may stand anywhere in a query, and a tuple with the table's name has its elements behind a dot. */
const ALIASES = [
  `concat('acme' AS v, '')`,
  `${TUPLE} AS t`,
  `tupleElement(${TUPLE} AS t, 1)`,
  `(SELECT ${TUPLE}) AS t`,
  `(SELECT ${TUPLE} AS t)`,
  `arrayMap(t -> t.v, [${TUPLE}])`,
]

export function startClickhouse(): Promise<Engine> {
  return startPythonEngine({
    name: 'ClickHouse',
    database: 'clickhousedb',
    module: 'chdb',
    datasets: [{ id: 1, table: 't' }],
    aliases: ALIASES,
  })
}
