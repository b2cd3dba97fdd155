/**
 * Finds phrases that are hard to read in comments, messages, documents and test names: `npm run lint` runs it.
 * `npx node scripts/lint-text.ts README.md docs` checks only these paths.
 */

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { checkText } from './text/check.ts'
import { hasProse } from './text/prose.ts'

const listed = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...process.argv.slice(2)],
  { encoding: 'utf8', maxBuffer: 2 ** 26 },
)
// A file that was deleted and not committed is still listed.
const files = listed.split('\n').filter((file) => hasProse(file) && existsSync(file))
const problems = files.flatMap((file) =>
  checkText(file, readFileSync(file, 'utf8')).map(({ line, message }) => `${file}:${line}  ${message}`),
)
for (const problem of problems) console.log(problem)
console.log(
  problems.length === 0
    ? `The text of ${files.length} files follows the rules.`
    : `\n${problems.length} phrases are hard to read. Rewrite the sentence, or give the reason for an exception in a comment on the line above: plain-text: reason`,
)
if (problems.length > 0) process.exitCode = 1
