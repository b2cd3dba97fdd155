import { type FileHandle, open, readFile } from 'node:fs/promises'

export interface LogFile {
  readonly path: string
  readonly handle: FileHandle
  /** Returns the end of the text that was written since the file was opened, for an error message. */
  tail(): Promise<string>
}

/** Opens a log for appending; close its handle. */
export async function openLog(path: string): Promise<LogFile> {
  const handle = await open(path, 'a')
  const { size: openedAtByte } = await handle.stat()
  return {
    path,
    handle,
    async tail() {
      const written = (await readFile(path)).subarray(openedAtByte).toString()
      const lines = written.trimEnd().split('\n').slice(-tailLines)
      return `The end of ${path}:\n\n${lines.map((line) => `    ${line}`).join('\n')}\n`
    },
  }
}

const tailLines = 30
