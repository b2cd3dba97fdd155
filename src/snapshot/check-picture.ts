/** Whether the picture shows the requested tab and theme. A picture of another tab looks right, and is wrong. */

import type { Page } from 'playwright'
import { GuestpassError } from '../core/errors'
import type { SnapshotSettings } from './settings'
import { readOpenTabs } from './show-dashboard'

/**
 * Checks the tab and the theme of a dashboard that is drawn.
 *
 * @throws {GuestpassError} `option-invalid`, `not-supported`
 */
export async function checkPicture(page: Page, { tab, isDark }: SnapshotSettings): Promise<void> {
  if (tab !== undefined && !(await readOpenTabs(page)).includes(tab)) {
    throw new GuestpassError(
      'option-invalid',
      `The dashboard has no tab ${tab}. Use the id of a tab from the file that npx guestpass generate writes.`,
    )
  }
  if (isDark) await checkDark(page)
}

/**
 * Checks that a dashboard that should be dark is dark: releases before 6.0 ignore the mode.
 *
 * @throws {GuestpassError} `not-supported`
 */
async function checkDark(page: Page): Promise<void> {
  const [frame] = page.mainFrame().childFrames()
  if (await frame?.evaluate(isDarkInPage)) return
  throw new GuestpassError(
    'not-supported',
    'The dashboard stays light: dark themes need Superset 6.0. Use the light theme.',
  )
}

/** Runs in the embedded page. It must not use anything outside of itself. */
function isDarkInPage(): boolean {
  for (let element = document.querySelector('.grid-container'); element; element = element.parentElement) {
    const [red = 0, green = 0, blue = 0, alpha = 1] =
      getComputedStyle(element)
        .backgroundColor.match(/[\d.]+/g)
        ?.map(Number) ?? []
    if (alpha > 0) return red + green + blue < 3 * 128
  }
  return false
}
