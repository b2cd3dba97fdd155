/** A piece of work, and what it needs before it starts. */
export interface Task {
  /** Unique in its list. */
  readonly name: string
  /** Names of tasks before it in the list that have to succeed first. @default none */
  readonly after?: readonly string[]
  /** How many cores the task keeps busy: 'all' lets only tasks with 0 run beside it. @default 1 */
  readonly cores?: number | 'all'
}

/**
 * Runs the tasks, as many at a time as there are cores. Of the tasks that could start, the first in the list does. A task
 * that needs a failed task is skipped, and counts as failed for the tasks that need it.
 *
 * @param run resolves with whether the task succeeded.
 * @throws {Error} if a task needs a task that is not before it in the list.
 */
export async function schedule<T extends Task>(
  tasks: readonly T[],
  cores: number,
  run: (task: T) => Promise<boolean>,
  skip: (task: T, failedName: string) => void,
): Promise<void> {
  checkOrder(tasks)
  const hasSucceeded = new Map<string, boolean>()
  const running = new Map<string, Promise<void>>()
  const waiting = new Set(tasks)
  let freeCores = cores

  const start = (task: T, taken: number) => {
    freeCores -= taken
    const ending = run(task).then((isGood) => {
      freeCores += taken
      hasSucceeded.set(task.name, isGood)
      running.delete(task.name)
    })
    running.set(task.name, ending)
  }

  while (waiting.size > 0 || running.size > 0) {
    for (const task of waiting) {
      const { name, after = [] } = task
      const failedName = after.find((needed) => hasSucceeded.get(needed) === false)
      const taken = coresOf(task, cores)
      if (failedName !== undefined) {
        hasSucceeded.set(name, false)
        skip(task, failedName)
      } else if (after.every((needed) => hasSucceeded.get(needed)) && taken <= freeCores) {
        start(task, taken)
      } else continue
      waiting.delete(task)
    }
    if (running.size > 0) await Promise.race(running.values())
  }
}

/** A task for more cores than the machine has gets all of them. */
function coresOf({ cores = 1 }: Task, available: number): number {
  return cores === 'all' ? available : Math.min(cores, available)
}

function checkOrder(tasks: readonly Task[]): void {
  const before = new Set<string>()
  for (const { name, after = [] } of tasks) {
    for (const needed of after) {
      if (!before.has(needed))
        throw new Error(`"${name}" needs "${needed}", which is not before it in the list.`)
    }
    if (before.has(name)) throw new Error(`Two tasks are called "${name}".`)
    before.add(name)
  }
}
