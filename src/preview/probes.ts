import type { InjectionCode } from './finding'

/** The value that shows the effect best, for each place. */
export const CLEAREST: Readonly<Partial<Record<InjectionCode, string>>> = {
  'injection-in-quotes': "x' OR '1'='1",
  'injection-bare': '1 OR 1=1',
  'injection-in-name': 'other.orders --',
  'injection-in-list': "x') OR ('1'='1",
}

/** Values that Jinja, YAML, the service or a database reads as more than a value. */
export const PROBES: readonly string[] = [
  ...Object.values(CLEAREST),
  'x" OR "1"="1',
  'x` OR `1`=`1',
  // SQL, piece by piece
  ...[
    "'",
    "''",
    '"',
    '`',
    '\\',
    "\\'",
    '\\"',
    ';',
    '--',
    ' -- ',
    '/*',
    '*/',
    '#',
    '(',
    ')',
    ',',
    '.',
    '*',
    '$$',
  ],
  ...[
    'a b',
    'a.b',
    '1',
    '-1',
    '1.5',
    '1e9',
    'NULL',
    'true',
    'nan',
    'inf',
    ':a',
    '?',
    '%',
    '=',
    '+',
    '-',
    '||',
  ],
  // the service's own braces, which are read after the values of Jinja were put in
  ...['{', '}', '{}', '{CUBE}', '{ COMPILE_CONTEXT.securityContext }', '{{', '{%', '{#'],
  // YAML, which they are put into as well
  ...[
    '\n',
    '\r\n',
    '\n\n',
    '\nx: y',
    '\n- x',
    'a: b',
    ': ',
    'a #b',
    ' #',
    '# ',
    '[',
    ']',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '@',
    '- a',
  ],
  ...['\t', '\0', '\x7f', '\x85', '\u2028', '\ufeff', ' ', '  ', ' a', 'a '],
  ...[2, 4, 6, 8].map((indent) => `x\n${' '.repeat(indent)}sql: y`),
]

/** Values that every reader takes for a word, or for a number. Their lengths differ, so a printed length shows. */
export const WORDS = ['gpx7', 'gpy19'] as const
export const NUMBERS = [7, 1219] as const
