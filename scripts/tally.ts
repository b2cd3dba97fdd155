import { tally } from './steps.ts'

/** Adds up the runs named on the command line. */
tally(process.argv.slice(2))
