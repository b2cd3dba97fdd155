import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const FOLDER = join(import.meta.dirname, 'golden')

/** The compiler's message for the mistake in each line of an app, by the line. */
function messagesOf(lines: readonly string[]): readonly string[] {
  const app = join(FOLDER, 'app.ts')
  const text = ["import { sales } from './every-kind'", ...lines].join('\n')
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    // Without the types of the DOM, which take most of the time.
    lib: ['lib.es2022.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (file) => file === app || fileExists(file)
  host.getSourceFile = (file, ...others) =>
    file === app ? ts.createSourceFile(file, text, others[0]) : getSourceFile(file, ...others)
  const program = ts.createProgram([app], options, host)
  const messages = lines.map(() => '')
  for (const { file, start = 0, messageText } of ts.getPreEmitDiagnostics(program)) {
    const line = file?.getLineAndCharacterOfPosition(start).line ?? 0
    messages[line - 1] = ts.flattenDiagnosticMessageText(messageText, '\n')
  }
  return messages
}

/** What the app writes, and what the message has to contain. */
const MISTAKES: readonly (readonly [code: string, message: RegExp])[] = [
  ['sales.filters.Contry.id', /^Property 'Contry' does not exist on type .*Did you mean 'Country'\?$/s],
  [
    "sales.filters['Order quantity'].id",
    /^Property 'Order quantity' does not exist on type .*Did you mean .*Order Quantity/s,
  ],
  ['sales.tabs.Detials', /^Property 'Detials' does not exist on type .*Did you mean 'Details'\?$/s],
  ['sales.charts.Order', /^Property 'Order' does not exist on type .*Did you mean 'Orders'\?$/s],
  ['sales.datasets.order.id', /^Property 'order' does not exist on type .*Did you mean 'orders'\?$/s],
  [
    'sales.datasets.orders.columns.contry',
    /^Property 'contry' does not exist on type .*Did you mean 'country'\?$/s,
  ],
  [
    "const metric: (typeof sales.datasets.orders.metrics)[number] = 'revenue'",
    /^Type '"revenue"' is not assignable to type '"orders" \| "revenue_sum"'\.$/,
  ],
  [
    "const tab: keyof typeof sales.tabs = 'Detail'",
    /^Type '"Detail"' is not assignable to type .*Did you mean '"Details"'\?$/s,
  ],
  ["sales.title = 'x'", /^Cannot assign to 'title' because it is a read-only property\.$/],
]

const RIGHT = [
  'sales.filters.Country.id satisfies string',
  "sales.filters['Order Quantity'].kind satisfies 'range'",
  "sales.tabs['🎯 Sales Overview'] satisfies 'TAB-overview'",
  "sales.tabs['Details / By country']",
  'sales.charts.Orders.id satisfies number',
  'sales.datasets.orders.id satisfies 1',
]

test('the compiler names a wrong name in a message that a person can read', () => {
  const messages = messagesOf([...MISTAKES.map(([code]) => code), ...RIGHT])
  for (const [index, [, message]] of MISTAKES.entries()) expect(messages[index]).toMatch(message)
  expect(messages.slice(MISTAKES.length)).toEqual(RIGHT.map(() => ''))
})
