import { expect, test } from 'vitest'
import { chartOf } from '../../src/snapshot/chart-requests'

const BI = 'https://bi.example.com'
const body = (form_data: unknown) => JSON.stringify({ datasource: {}, queries: [], form_data })
const form = (form_data: unknown) =>
  `------x\r\nContent-Disposition: form-data; name="form_data"\r\n\r\n${JSON.stringify(form_data)}\r\n------x--\r\n`

test.each([
  ['a chart', `${BI}/api/v1/chart/data?form_data=x&dashboard_id=1`, body({ slice_id: 7 }), '7'],
  ['a chart below a path', `${BI}/superset/api/v1/chart/data`, body({ slice_id: 7 }), '7'],
  [
    'a filter',
    `${BI}/api/v1/chart/data`,
    body({ native_filter_id: 'NATIVE_FILTER-a', slice_id: 0 }),
    'NATIVE_FILTER-a',
  ],
  ['an older chart, in a form', `${BI}/superset/explore_json/?dashboard_id=1`, form({ slice_id: 8 }), '8'],
  [
    'an older chart, in the address',
    `${BI}/superset/explore_json/?form_data=%7B%22slice_id%22%3A9%7D`,
    null,
    '9',
  ],
  ['no chart', `${BI}/api/v1/chart/data`, body({ slice_id: 0 }), undefined],
  ['no form_data', `${BI}/api/v1/chart/data`, '{}', undefined],
  ['no JSON', `${BI}/api/v1/chart/data`, 'slice_id=7', undefined],
  ['no body', `${BI}/api/v1/chart/data`, null, undefined],
  ['another address', `${BI}/api/v1/dashboard/1/charts`, body({ slice_id: 7 }), undefined],
  ['a log', `${BI}/superset/log/?explode=events`, body({ slice_id: 7 }), undefined],
])('%s', (_what, url, text, subject) => {
  expect(chartOf(url, text)).toBe(subject)
})
