import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright'
import type { SnapshotSettings } from './settings'
import type { Size } from './wait-until-drawn'

/** The picture of a dashboard. */
export interface Snapshot {
  /** The file. */
  readonly data: Uint8Array
  /** The type of the file. */
  readonly contentType: 'image/png' | 'application/pdf'
  /** The width in pixels, and of a PDF in CSS pixels. */
  readonly width: number
  /** The height in pixels, and of a PDF in CSS pixels. */
  readonly height: number
}

const LOOK_MS = 200
/** A picture that still moves after this time has an animation that does not end, and is taken as it is. */
const MOVING_MS = 5_000

/** Takes the picture when nothing in it moves any more. */
export async function takePicture(
  page: Page,
  { format, scale }: SnapshotSettings,
  size: Size,
): Promise<Snapshot> {
  const pixels = await shootWhenStill(page)
  if (format === 'png') {
    return {
      ...{ data: pixels, contentType: 'image/png' },
      ...{ width: Math.round(size.width * scale), height: Math.round(size.height * scale) },
    }
  }
  await page.emulateMedia({ media: 'screen' })
  const data = await page.pdf({
    ...{ width: `${size.width}px`, height: `${size.height}px` },
    ...{ printBackground: true, pageRanges: '1' },
  })
  return { data, contentType: 'application/pdf', ...size }
}

/** The second of two equal pictures. ECharts animates without an event, so that only the pixels show the end. */
async function shootWhenStill(page: Page): Promise<Buffer> {
  const shoot = () => page.screenshot({ animations: 'disabled' })
  const startedAt = performance.now()
  for (let last = await shoot(); ; ) {
    await sleep(LOOK_MS)
    const next = await shoot()
    if (next.equals(last) || performance.now() - startedAt > MOVING_MS) return next
    last = next
  }
}
