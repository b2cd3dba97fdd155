/** `node scripts/release-check.ts v0.1.0`: prints what keeps that tag from being published. */

import { readdirSync, readFileSync } from 'node:fs'
import { readAddresses } from './release/addresses.ts'
import { releaseProblems } from './release/problems.ts'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const problems = await releaseProblems({
  tag: process.argv[2] ?? '',
  version,
  ...readAddresses(),
  changelog: readFileSync('CHANGELOG.md', 'utf8'),
  changesets: readdirSync('.changeset').filter((file) => file.endsWith('.md')),
})
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0
