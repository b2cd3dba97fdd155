#!/usr/bin/env node
import { inspect } from 'node:util'
import { askUnseen } from './ask-unseen'
import { createColours } from './colours'
import { printable } from './printable'
import { run } from './run'

/** A reader that stops early, such as `head`, does not cause an error. */
process.stdout.on('error', () => process.exit())

const ending = run(process.argv.slice(2), {
  print: (text) => void process.stdout.write(`${text}\n`),
  warn: (text) => void process.stderr.write(`${text}\n`),
  progress: (text) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
  },
  colours: createColours(process.stdout.isTTY, process.env),
  ...(process.stdout.isTTY && { columns: process.stdout.columns }),
  readStdin: async () => {
    let text = ''
    for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
    return text
  },
  env: process.env,
  ...(process.stdin.isTTY && process.stderr.isTTY && { askUnseen }),
  fetch,
})

// Not Node's exit code 1, because 1 means that a command found a problem.
process.exitCode = await ending.catch((error) => {
  process.stderr.write(`${printable(inspect(error))}\n`)
  return 2
})
