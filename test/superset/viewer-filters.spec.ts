/** Filters that the viewer sets and clears in Superset's filter bar are the same after every new start of the page. */

import type { FrameLocator } from '@playwright/test'
import { eventsOf, expect, test } from '../e2e/fixtures.ts'
import { filterValues, frameOf, NEW_STARTS, showReady } from './new-starts.ts'

const ALL = '$585,000'
const USA = '$270,000'
const LAMPS_AND_LOCKS = '$234,000'

const COUNTRY = 'NATIVE_FILTER-country'
const PRODUCT = 'NATIVE_FILTER-product'

/** The control of a filter in the filter bar. */
const control = (frame: FrameLocator, id: string) => frame.locator(`.ant-select[data-test="${id}"]`)
/**
 * Presses a button of the filter bar with the keyboard. The buttons are at the bottom of the frame, which still changes its
 * height by 40 px in the second after the first total is drawn. A click of the mouse could miss them.
 */
const press = (frame: FrameLocator, name: RegExp) => frame.getByRole('button', { name }).press('Enter')
const apply = (frame: FrameLocator) => press(frame, /apply filters/i)

test.beforeEach(() => {
  test.setTimeout(180_000)
})

test('a filter that the viewer applied is applied again', async ({ host, page, platform }) => {
  await showReady(host, platform, 'Compatibility')
  const frame = frameOf(page)
  await expect(frame.getByText(ALL).first()).toBeVisible()
  await control(frame, COUNTRY).click()
  await frame.locator('.ant-select-item-option').filter({ hasText: 'USA' }).first().click()
  await page.keyboard.press('Escape')
  await apply(frame)
  await expect(frame.getByText(USA).first()).toBeVisible()
  for (const [name, startAgain] of Object.entries(NEW_STARTS)) {
    await startAgain(host, page)
    await expect(frame.getByText(USA).first(), `the total after ${name}`).toBeVisible()
    await expect(control(frame, COUNTRY), `the control after ${name}`).toContainText('USA')
    expect((await filterValues(host))[COUNTRY], `the value after ${name}`).toEqual(['USA'])
  }
  const { warnings, errors } = await eventsOf(host)
  expect([warnings, errors]).toEqual([[], []])
})

interface Clearing {
  clear(frame: FrameLocator): Promise<void>
  readonly startsAgain: readonly (keyof typeof NEW_STARTS)[]
}

/** How the viewer clears the filter, whose default leaves two of the products. */
const CLEARED: Readonly<Record<string, Clearing>> = {
  'in its control': {
    async clear(frame) {
      await control(frame, PRODUCT).hover()
      await control(frame, PRODUCT).locator('.ant-select-clear').click()
      await apply(frame)
    },
    startsAgain: ['a remount', 'refresh()'],
  },
  'with Clear all': {
    clear: (frame) => press(frame, /clear all/i),
    startsAgain: ['a remount'],
  },
}

for (const [how, { clear, startsAgain }] of Object.entries(CLEARED)) {
  test(`a filter that the viewer cleared ${how} stays cleared, and never has its default`, async ({
    host,
    page,
    platform,
  }) => {
    await showReady(host, platform, 'Defaults')
    const frame = frameOf(page)
    await expect(frame.getByText(LAMPS_AND_LOCKS).first()).toBeVisible()
    await expect(control(frame, PRODUCT)).toContainText('Lamp')
    await clear(frame)
    await expect(frame.getByText(ALL).first()).toBeVisible()
    for (const name of startsAgain) {
      await NEW_STARTS[name](host, page)
      await expect(frame.getByText(ALL).first(), `the total after ${name}`).toBeVisible()
      await expect(control(frame, PRODUCT), `the control after ${name}`).not.toContainText('Lamp')
      expect((await filterValues(host))[PRODUCT] ?? null, `the value after ${name}`).toBeNull()
    }
    expect((await eventsOf(host)).errors).toEqual([])
  })
}
