/** An element channel in jsdom, with an `<em-beddable>` that does nothing by itself. Call it under fake timers. */

import { vi } from 'vitest'
import { systemClock } from '../../../src/client/clock'
import type { ChannelEvent, ChannelNews } from '../../../src/core/platform'
import { embeddable } from '../../../src/platforms/embeddable/embeddable'
import type { EmbeddableOptions } from '../../../src/platforms/embeddable/types'

/** jsdom has no layout, and so no observer of sizes. */
class NoResizeObserver {
  observe() {}
  disconnect() {}
}

export async function openElement(options: EmbeddableOptions = {}) {
  vi.stubGlobal('ResizeObserver', NoResizeObserver)
  if (!customElements.get('em-beddable')) {
    customElements.define('em-beddable', class extends HTMLElement {})
  }
  const events: ChannelEvent[] = []
  const news: ChannelNews[] = []
  const mountPoint = document.body.appendChild(document.createElement('div'))
  let current = options
  const target = {
    mountPoint,
    id: 'sales',
    domain: 'https://embeddable.example.com/sdk.js',
    sizing: () => 'none' as const,
    memory: { read: () => ({}), write() {} },
    joinQueue: () => () => {},
    emit: (item: ChannelNews) => void news.push(item),
  }
  const platform = embeddable(() => current)
  const channel = platform.open(target, (event) => void events.push(event))
  await vi.dynamicImportSettled()
  await vi.advanceTimersByTimeAsync(0)

  const elementsNow = () => [...mountPoint.querySelectorAll<HTMLElement>('em-beddable')]

  return {
    /** What happened so far, in short: `connected`, `ready`, `failed token-refused`, `warning dashboard-failed`. */
    get happened(): readonly string[] {
      return [
        ...events.map((event) => (event.type === 'failed' ? `failed ${event.error.code}` : event.type)),
        ...news.flatMap((item) => (item.type === 'warning' ? [`warning ${item.error.code}`] : [])),
      ]
    },
    get elements(): readonly HTMLElement[] {
      return elementsNow()
    },
    /** The token of the element that the viewer sees. */
    get shownToken(): string | null | undefined {
      return elementsNow()
        .find((node) => !node.inert)
        ?.getAttribute('token')
    },
    give(value: string, lifetimeMs = 3_600_000): void {
      const requestedAt = systemClock.now()
      channel.authenticate({ value, lifetimeMs, requestedAt, renewAtAgeMs: lifetimeMs })
    },
    /** The newest element reports something. */
    emit(name: string, detail?: unknown, node = elementsNow().at(-1)): void {
      node?.dispatchEvent(new CustomEvent(name, { detail }))
    },
    update(next: EmbeddableOptions): void {
      current = next
      channel.update()
    },
    close(): void {
      channel.close()
      mountPoint.remove()
    },
  }
}
