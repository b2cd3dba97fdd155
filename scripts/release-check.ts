/** `node scripts/release-check.ts v0.1.0`: says what keeps that tag from being published, if anything does. */

import { readdirSync, readFileSync } from 'node:fs'
import { releaseProblems } from './release/problems.ts'

const { version, homepage } = JSON.parse(readFileSync('package.json', 'utf8'))
const problems = await releaseProblems({
  tag: process.argv[2] ?? '',
  version,
  homepage,
  changelog: readFileSync('CHANGELOG.md', 'utf8'),
  changesets: readdirSync('.changeset').filter((file) => file.endsWith('.md')),
})
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0
