#!/usr/bin/env node
import { createColours } from './colours'
import { run } from './run'

/** A reader that has seen enough, such as `head`, is no failure. */
process.stdout.on('error', () => process.exit())

const ending = run(process.argv.slice(2), {
  print: (text) => void process.stdout.write(`${text}\n`),
  warn: (text) => void process.stderr.write(`${text}\n`),
  colours: createColours(process.stdout.isTTY, process.env),
  readStdin: async () => {
    let text = ''
    for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
    return text
  },
})

// Not Node's own 1, which says that something was found.
process.exitCode = await ending.catch((error) => {
  console.error(error)
  return 2
})
