import { expect, test } from 'vitest'
import { schedule, type Task } from '../../scripts/steps/schedule'

/** Runs the tasks. Each takes until the others that could start have started. */
async function play(tasks: readonly Task[], cores: number, failing: readonly string[] = []) {
  const events: string[] = []
  let running = 0
  let mostAtOnce = 0
  await schedule(
    tasks,
    cores,
    async ({ name }) => {
      events.push(`start ${name}`)
      mostAtOnce = Math.max(mostAtOnce, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
      events.push(`end ${name}`)
      return !failing.includes(name)
    },
    ({ name }, failedName) => events.push(`skip ${name} after ${failedName}`),
  )
  return { events, mostAtOnce }
}

test('tasks of one core start in the order of the list, as many at a time as there are cores', async () => {
  const { events, mostAtOnce } = await play([{ name: 'a' }, { name: 'b' }, { name: 'c' }], 2)
  expect(mostAtOnce).toBe(2)
  expect(events.filter((event) => event.startsWith('start'))).toEqual(['start a', 'start b', 'start c'])
})

test('a task of two cores waits until both are free, and nothing else runs beside it', async () => {
  const { events } = await play([{ name: 'a' }, { name: 'wide', cores: 2 }, { name: 'b' }], 2)
  expect(events).toEqual(['start a', 'start b', 'end a', 'end b', 'start wide', 'end wide'])
})

test('a task of all cores runs alone on a machine with many cores', async () => {
  const { events } = await play([{ name: 'a' }, { name: 'alone', cores: 'all' }], 8)
  expect(events).toEqual(['start a', 'end a', 'start alone', 'end alone'])
})

test('a task of no core runs beside a task of all cores', async () => {
  const { mostAtOnce } = await play(
    [
      { name: 'waits', cores: 0 },
      { name: 'alone', cores: 'all' },
    ],
    2,
  )
  expect(mostAtOnce).toBe(2)
})

test('a task of two cores runs on a machine with one core', async () => {
  const { events } = await play([{ name: 'wide', cores: 2 }], 1)
  expect(events).toEqual(['start wide', 'end wide'])
})

test('a task starts after the tasks that it needs', async () => {
  const { events } = await play([{ name: 'build' }, { name: 'size', after: ['build'] }, { name: 'lint' }], 4)
  expect(events.indexOf('start size')).toBeGreaterThan(events.indexOf('end build'))
  expect(events.indexOf('start lint')).toBeLessThan(events.indexOf('end build'))
})

test('a task that needs a failed task is skipped, and so is the task that needs the skipped one', async () => {
  const tasks = [
    { name: 'build' },
    { name: 'size', after: ['build'] },
    { name: 'publish', after: ['size'] },
    { name: 'lint' },
  ]
  const { events } = await play(tasks, 1, ['build'])
  expect(events).toEqual([
    'start build',
    'end build',
    'skip size after build',
    'skip publish after size',
    'start lint',
    'end lint',
  ])
})

test('ends when the last task of the list is skipped', async () => {
  const { events } = await play([{ name: 'build' }, { name: 'size', after: ['build'] }], 2, ['build'])
  expect(events.at(-1)).toBe('skip size after build')
})

test.each([
  ['needs a task that is not in the list', [{ name: 'a', after: ['b'] }], '"a" needs "b"'],
  ['needs a later task', [{ name: 'a', after: ['b'] }, { name: 'b' }], '"a" needs "b"'],
  ['has the name of another task', [{ name: 'a' }, { name: 'a' }], 'Two tasks are called "a".'],
])('refuses a list in which a task %s', async (_, tasks, message) => {
  await expect(play(tasks, 2)).rejects.toThrow(message)
})
