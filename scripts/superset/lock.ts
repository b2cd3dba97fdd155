import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

export interface LockOptions {
  readonly signal?: AbortSignal | undefined
  /** Called once when another process holds the lock. */
  readonly onWait: () => void
}

/**
 * Runs `work` while no other process holds the same lock file.
 *
 * The lock is SQLite's, so in the end the kernel's: it goes away with its process, even
 * one killed in the middle. A lock file with a process id in it would have to guess
 * whether its owner is still alive, and two waiting processes could guess at once.
 */
export async function withLock<T>(file: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(file), { recursive: true })
  const lock = new DatabaseSync(file)
  try {
    for (let isWaiting = false; !tryLock(lock); isWaiting = true) {
      if (!isWaiting) options.onWait()
      await sleep(250, undefined, { signal: options.signal })
    }
    return await work()
  } finally {
    lock.close()
  }
}

function tryLock(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    const sqliteBusy = 5
    if ((error as { errcode?: number }).errcode === sqliteBusy) return false
    throw error
  }
}
