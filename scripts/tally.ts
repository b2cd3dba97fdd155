import { readFileSync } from 'node:fs'
import { type Counts, RESULTS } from './steps.ts'

/** Adds up the runs named on the command line; one that left no sum has failed. */
const sums = process.argv.slice(2).map((runName): Counts => {
  try {
    return JSON.parse(readFileSync(`${RESULTS}/${runName}.sum.json`, 'utf8'))
  } catch {
    return { passed: 0, failed: 1 }
  }
})
const passed = sums.reduce((sum, counts) => sum + counts.passed, 0)
const failed = sums.reduce((sum, counts) => sum + counts.failed, 0)
console.log(`${passed} passed, ${failed} failed`)
if (failed > 0 || passed === 0) process.exitCode = 1
