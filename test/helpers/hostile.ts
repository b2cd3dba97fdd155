import fc from 'fast-check'

/** A request as an attacker, or a broken client, sends it. */
export interface HostileRequest {
  readonly method: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Uint8Array<ArrayBuffer>
}

export const SESSION = 'session=the-session-of-ana'

const token = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_.!~*'),
  minLength: 1,
  maxLength: 12,
})

const method = fc.oneof(
  { weight: 8, arbitrary: fc.constant('POST') },
  fc.constantFrom('GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'post', 'POSTS'),
  // What a Request itself refuses never arrives.
  token.filter((name) => !/^(connect|trace|track)$/i.test(name)),
)

/** Any byte a header can carry. */
const headerValue = fc
  .array(fc.oneof(fc.integer({ min: 32, max: 126 }), fc.integer({ min: 128, max: 255 })), { maxLength: 40 })
  .map((bytes) => String.fromCharCode(...bytes).trim())

const header = fc.oneof(
  { weight: 6, arbitrary: fc.constant(['content-type', 'application/json'] as const) },
  { weight: 4, arbitrary: fc.constant(['cookie', SESSION] as const) },
  fc.tuple(
    fc.constant('content-type'),
    fc.oneof(
      fc.constantFrom(
        'application/json; charset=utf-16',
        'Application/JSON;',
        'application/json, text/plain',
        'text/plain;application/json',
        'multipart/form-data; boundary=x',
        'application/x-www-form-urlencoded',
      ),
      headerValue,
    ),
  ),
  fc.tuple(
    fc.constant('origin'),
    fc.oneof(
      fc.constantFrom('null', 'https://app.example.com', 'https://evil.example', '//', 'x:'),
      headerValue,
    ),
  ),
  fc.tuple(
    fc.constant('sec-fetch-site'),
    fc.oneof(fc.constantFrom('same-origin', 'same-site', 'cross-site', 'none'), headerValue),
  ),
  fc.tuple(
    fc.constantFrom(
      'x-forwarded-host',
      'x-forwarded-for',
      'content-encoding',
      'accept',
      'x-http-method-override',
    ),
    headerValue,
  ),
  fc.tuple(fc.oneof(token, fc.constantFrom('__proto__', 'constructor', 'toString')), headerValue),
)

const id = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('d1', 'd2', 'd9') },
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    '\r\nset-cookie: a=b',
    '<script>',
    '\u0000',
    '\ud800',
    "d1' OR 1=1",
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

/** A token request with any part of it exchanged for something else. */
const almostGood = fc.record(
  {
    dashboards: fc.oneof(
      { weight: 4, arbitrary: fc.array(id, { maxLength: 5 }) },
      fc.nat(2_000).map((count) => Array.from({ length: count }, (_, index) => `d${index}`)),
      fc.jsonValue({ maxDepth: 2 }),
    ),
    viewer: fc.oneof(fc.constantFrom('ana', 'bob', '__proto__'), fc.jsonValue({ maxDepth: 1 })),
    // Often enough to exceed the limit of forced tokens in a few thousand requests.
    fresh: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.boolean(), fc.jsonValue({ maxDepth: 1 })),
    ['constructor']: fc.jsonValue({ maxDepth: 1 }),
    grant: fc.constant({ viewer: 'bob', dashboards: ['d9'], rls: 'all-rows' }),
  },
  { requiredKeys: [] },
)

const encoder = new TextEncoder()

const text = fc.oneof(
  { weight: 5, arbitrary: almostGood.map((value) => JSON.stringify(value)) },
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '{"__proto__":{"dashboards":["d1"],"polluted":true}}',
    '{"dashboards":["d1"],"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    '{"dashboards":["d1"],"dashboards":["d9"]}',
    '['.repeat(8_000),
    `${'{"a":'.repeat(3_000)}1`,
    `{"dashboards":["${'x'.repeat(20_000)}"]}`,
    '1e999',
    '\ufeff{"dashboards":["d1"]}',
    'dashboards=d1',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

const body = fc.oneof(
  { weight: 5, arbitrary: text.map((value) => encoder.encode(value)) },
  // The right words in the wrong encoding, cut off, or with a byte changed.
  almostGood.map((value) => new Uint8Array(Buffer.from(JSON.stringify(value), 'utf16le'))),
  fc.tuple(text, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
    const bytes = encoder.encode(value)
    if (bytes.length > 0) bytes[at % bytes.length] = byte
    return bytes.slice(0, bytes.length - (at % 3))
  }),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => new Uint8Array(bytes)),
)

export const hostileRequest: fc.Arbitrary<HostileRequest> = fc.record({
  method,
  headers: fc.array(header, { maxLength: 8 }),
  body,
})

const decentLine = header.map(([name, value]) => `${name}: ${value}`)

const GOOD_LINES = ['content-type: application/json', `cookie: ${SESSION}`]

const brokenLine = fc.oneof(
  { weight: 4, arbitrary: decentLine },
  fc.constantFrom(
    'host: app.example.com',
    'host: evil.example:99999999',
    'host:',
    'content-length: 5',
    'content-length: -1',
    'content-length: 99999999999999999999',
    'transfer-encoding: chunked',
    'transfer-encoding: gzip, chunked',
    'expect: 100-continue',
    'expect: everything',
    'connection: close',
    'upgrade: websocket',
    'x: a\rset-cookie: b=c',
    'x: a\nset-cookie: b=c',
    ' folded',
    `x: ${'x'.repeat(20_000)}`,
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

/** A request as bytes on a socket, where nothing has made it decent yet. */
export const hostileBytes: fc.Arbitrary<Uint8Array<ArrayBuffer>> = fc
  .record({
    startLine: fc.oneof(
      { weight: 20, arbitrary: fc.constant('POST /guest-token HTTP/1.1') },
      fc.constantFrom(
        'POST /guest-token HTTP/1.0',
        'POST /guest-token/%ff%00 HTTP/1.1',
        'POST http://evil.example/guest-token HTTP/1.1',
        'POST //guest-token HTTP/1.1',
        'POST /guest-token?a[__proto__][polluted]=1 HTTP/1.1',
        'GET /guest-token HTTP/9.9',
        'CONNECT /guest-token HTTP/1.1',
        'TRACE /guest-token HTTP/1.1',
        'PRI * HTTP/2.0',
      ),
      fc.string({ unit: 'binary', maxLength: 40 }),
    ),
    headers: fc.oneof(
      // Good enough to come as far as the body, where the first of two headers counts.
      {
        weight: 2,
        arbitrary: fc.array(decentLine, { maxLength: 3 }).map((lines) => [...GOOD_LINES, ...lines]),
      },
      fc.array(decentLine, { maxLength: 6 }),
      fc.array(brokenLine, { maxLength: 8 }),
    ),
    isHonest: fc.constantFrom(true, true, true, true, false),
    body,
  })
  .map(({ startLine, headers, isHonest, body }) => {
    const honest = isHonest
      ? [`content-length: ${body.length}`, 'host: app.example.com', 'connection: close']
      : []
    const head = Buffer.from(`${[startLine, ...headers, ...honest].join('\r\n')}\r\n\r\n`, 'latin1')
    return new Uint8Array(Buffer.concat([head, body]))
  })
