import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/**
 * Asks on stderr, so that what a command answers can still be piped, and shows nothing of what is typed. Ctrl-C ends
 * the process as it does anywhere else.
 */
export async function askUnseen(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 })
  // Not before the terminal has stopped showing what is typed.
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
