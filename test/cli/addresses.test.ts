import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { expect, test } from 'vitest'

/** Reserved by RFC 2606 and RFC 6761, or owned by the organisation that the code means. */
const KNOWN = [
  /^(.+\.)?example\.com$/,
  /\.(test|invalid)$/,
  /^localhost$/,
  /^(0\.0\.0\.0|127\.0\.0\.1)$/,
  /^(.+\.)?(preset\.io|embeddable\.com)$/,
  /^(www\.w3\.org|no-color\.org|github\.com)$/,
]

test('no text of src names the address of an unknown host', async () => {
  const unknown: string[] = []
  for await (const file of glob('src/**/*.{ts,tsx,css}')) {
    for (const [, host = ''] of readFileSync(file, 'utf8').matchAll(
      /https?:\/\/([\w.-]*[\w-]\.[a-z\d]+)/gi,
    )) {
      if (!KNOWN.some((pattern) => pattern.test(host))) unknown.push(`${file}: ${host}`)
    }
  }
  expect(unknown).toEqual([])
})
