import { expect, test } from 'vitest'
import { runInTurn } from '../../src/snapshot/job-queue'

/** A job that ends when the test lets it. */
function startJob(maxRunning: number, signal?: AbortSignal) {
  let isRunning = false
  let resolve = (_result: string) => {}
  let reject = (_error: Error) => {}
  const promise = new Promise<string>((...ends) => {
    ;[resolve, reject] = ends
  })
  const result = runInTurn(maxRunning, signal, () => {
    isRunning = true
    return promise.finally(() => {
      isRunning = false
    })
  })
  return { isRunning: () => isRunning, end: resolve, fail: reject, result }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

test('a job waits while the limit of jobs runs, and starts when one of them ends', async () => {
  const jobs = [startJob(2), startJob(2), startJob(2), startJob(2)]
  const running = () => jobs.map(({ isRunning }) => isRunning())
  await settled()
  expect(running()).toEqual([true, true, false, false])
  jobs[1]?.end('second')
  expect(await jobs[1]?.result).toBe('second')
  await settled()
  expect(running()).toEqual([true, false, true, false])
  jobs[0]?.fail(new Error('failed'))
  await expect(jobs[0]?.result).rejects.toThrow('failed')
  await settled()
  expect(running()).toEqual([false, false, true, true])
  for (const { end } of jobs) end('')
  await Promise.all(jobs.slice(1).map(({ result }) => result))
})

test('a job that waits leaves the line when its signal aborts, and the jobs behind it do not wait longer', async () => {
  const first = startJob(1)
  const leaving = new AbortController()
  const second = startJob(1, leaving.signal)
  const third = startJob(1)
  leaving.abort(new Error('no longer needed'))
  await expect(second.result).rejects.toThrow('no longer needed')
  first.end('')
  await first.result
  await settled()
  expect([second.isRunning(), third.isRunning()]).toEqual([false, true])
  third.end('')
  await third.result
})

test('a job whose signal is aborted already does not wait', async () => {
  const first = startJob(1)
  await expect(startJob(1, AbortSignal.abort(new Error('too late'))).result).rejects.toThrow('too late')
  first.end('')
  await first.result
})

test('jobs with another limit start in order', async () => {
  const first = startJob(1)
  const second = startJob(1)
  const third = startJob(5)
  await settled()
  expect([second.isRunning(), third.isRunning()]).toEqual([false, false])
  first.end('')
  await settled()
  expect([second.isRunning(), third.isRunning()]).toEqual([true, true])
  second.end('')
  third.end('')
  await Promise.all([first.result, second.result, third.result])
})
