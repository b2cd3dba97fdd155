/** The types of rows and parameters, read from the definition of a query. */

import type { ColumnType } from './descriptor'
import type { ParamValue, Row } from './rows'
import type { RowsParam, RowsQuery, SqlMetric, TimeColumn } from './rows-query'

/** A row of a query. */
export type RowOf<Query extends RowsQuery> =
  string extends NameIn<Query>
    ? Row
    : {
        readonly [Column in Extract<Items<Query['columns']>, string>]: ValueOf<TypeOf<Query, Column>>
      } & {
        readonly [Column in Extract<Items<Query['columns']>, TimeColumn> as LabelOf<Column>]: ValueOf<'time'>
      } & {
        readonly [Metric in Items<Query['metrics']> as MetricName<Metric>]: ValueOf<'number'>
      }

/** The parameters of a query. */
export type ParamsOf<Query extends RowsQuery> = RowsQuery extends Query
  ? Readonly<Record<string, ParamValue>>
  : Query extends { readonly params: infer Params extends Readonly<Record<string, RowsParam>> }
    ? { readonly [Name in RequiredParam<Params>]: ParamOf<Params[Name]> } & {
        readonly [Name in Exclude<keyof Params, RequiredParam<Params>>]?: ParamOf<Params[Name]> | undefined
      }
    : Readonly<Record<string, never>>

type Items<List> = List extends readonly (infer Item)[] ? Item : never
type NameIn<Query extends RowsQuery> =
  | MetricName<Items<Query['metrics']>>
  | Extract<Items<Query['columns']>, string>
type MetricName<Metric> = Metric extends string ? Metric : Metric extends SqlMetric ? Metric['label'] : never
type LabelOf<Column extends TimeColumn> = Column extends { readonly label: infer Label extends string }
  ? Label
  : Column['column']

type TypeOf<
  Query extends RowsQuery,
  Column extends string,
> = Query['dashboard']['datasets'][Query['dataset']] extends { readonly columns: infer Columns }
  ? Column extends keyof Columns
    ? Columns[Column]
    : ColumnType
  : ColumnType

/** Times are milliseconds since 1970, or texts where the database stores texts. */
interface Values {
  readonly number: number | string | null
  readonly text: string | null
  readonly time: number | string | null
  readonly boolean: boolean | number | null
  readonly unknown: string | number | boolean | null
}
type ValueOf<Type> = Type extends ColumnType ? Values[Type] : Values['unknown']

type RequiredParam<Params> = {
  [Name in keyof Params]: Params[Name] extends { readonly optional: true } ? never : Name
}[keyof Params]

type ParamOf<Param> = Param extends { readonly type: 'dates' }
  ? readonly [from: string, until: string]
  : Param extends { readonly list: true }
    ? readonly ScalarOf<Param>[]
    : ScalarOf<Param>

type ScalarOf<Param> = Param extends { readonly values: readonly (infer Value)[] }
  ? Value
  : Param extends { readonly type: 'number' }
    ? number
    : Param extends { readonly type: 'boolean' }
      ? boolean
      : string
