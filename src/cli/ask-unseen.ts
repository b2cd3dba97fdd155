import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/**
 * Asks a question on stderr, so that the output of the command can still be piped. The typed text is not shown. Ctrl-C
 * ends the process as usual.
 */
export async function askUnseen(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 })
  // Only after the terminal has stopped showing the typed text.
  process.stderr.write(question)
  try {
    return await new Promise((resolve) => {
      reader.once('line', resolve)
      reader.once('close', () => resolve(''))
      reader.once('SIGINT', () => {
        process.stderr.write('\n')
        reader.close()
        process.kill(process.pid, 'SIGINT')
      })
    })
  } finally {
    reader.close()
    process.stderr.write('\n')
  }
}
