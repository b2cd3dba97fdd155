/** The app's page: slots for dashboards, and an account of everything that its contestant reported. */

import type { Contestant, Mounted, MountOptions } from './contestant.ts'
import { guestpass } from './guestpass.tsx'
import type { Inside, InsideAnswer } from './inside.ts'
import { sdk } from './sdk.tsx'

export type ContestantName = 'guestpass' | 'sdk'

export interface Account {
  readonly readies: number
  readonly ended: number
  /** The reports to the app, in order: codes, or thrown values. */
  readonly reports: readonly string[]
  /** Uncaught errors, and errors in the console. */
  readonly problems: readonly string[]
}

export interface HostPage {
  mount(contestant: ContestantName, options: MountOptions, slot?: number): void
  unmount(slot?: number): void
  /** Unmounts the first of two that were mounted in one slot. */
  unmountOlder(slot?: number): void
  call(method: string, args?: unknown): Promise<unknown>
  /** Renders the dashboard again with these options. Only in React. */
  change(options: Partial<MountOptions>): void
  /** Suspends a sibling in the same `<Suspense>` for this time. Only in React. */
  suspend(durationMs: number): Promise<void>
  /** Has the embedded page do something from inside; undefined when it does not answer. */
  inside(what: Inside, slot?: number): Promise<InsideAnswer | undefined>
  /** Gives a frame the focus, as a click into it does. */
  focus(slot?: number): void
  /** Whether a frame is what a person would see and click on. */
  isOnTop(slot?: number): boolean
  readonly account: Account
}

declare global {
  interface Window {
    host: HostPage
    /** Moves the page's wall clock, and nothing else of its time. */
    moveDate(byMs: number): void
  }
}

const contestants: Readonly<Record<ContestantName, Contestant>> = { guestpass, sdk }
const account = { readies: 0, ended: 0, reports: [] as string[], problems: [] as string[] }
const mounted = new Map<number, Mounted[]>()

/** An embedded page that does not answer in this time is gone, or cannot answer. */
const HEARD_MS = 500

function slotElement(slot: number): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-slot="${slot}"]`)
  if (found) return found
  const element = document.createElement('div')
  element.dataset.slot = String(slot)
  document.getElementById('slots')?.append(element)
  return element
}

const frameOf = (slot: number) => slotElement(slot).querySelector('iframe')

window.addEventListener('error', ({ message }) => account.problems.push(message))
window.addEventListener('unhandledrejection', ({ reason }) => account.problems.push(`Unhandled: ${reason}`))
window.addEventListener('message', ({ data }) => {
  if (data?.stolen) account.problems.push('A token was stolen.')
})
const { error: log } = console
console.error = (...words) => {
  account.problems.push(words.join(' '))
  log(...words)
}

window.host = {
  account,
  mount(contestant, options, slot = 0) {
    const one = contestants[contestant].mount(slotElement(slot), options, {
      ready: () => account.readies++,
      failed: (code) => account.reports.push(code),
      ended: () => account.ended++,
    })
    mounted.set(slot, [...(mounted.get(slot) ?? []), one])
  },
  unmount: (slot = 0) => mounted.get(slot)?.pop()?.unmount(),
  unmountOlder: (slot = 0) => mounted.get(slot)?.shift()?.unmount(),
  call: async (method, args) => mounted.get(0)?.at(-1)?.call(method, args),
  change: (options) => mounted.get(0)?.at(-1)?.change?.(options),
  suspend: async (durationMs) => mounted.get(0)?.at(-1)?.suspend?.(durationMs),
  inside: (what, slot = 0) =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      const settle = (answer?: InsideAnswer) => {
        port1.close()
        resolve(answer)
      }
      const giveUp = setTimeout(settle, HEARD_MS)
      port1.onmessage = ({ data }) => {
        clearTimeout(giveUp)
        if (data !== 'heard') settle(data)
      }
      const page = frameOf(slot)?.contentWindow
      if (page) page.postMessage({ inside: what }, '*', [port2])
      else settle()
    }),
  focus: (slot = 0) => frameOf(slot)?.focus(),
  isOnTop(slot = 0) {
    const frame = frameOf(slot)
    if (!frame) return false
    frame.scrollIntoView({ block: 'nearest' })
    const { left, top, width, height } = frame.getBoundingClientRect()
    const [centerX, centerY] = [Math.min(width, innerWidth) / 2, Math.min(height, innerHeight) / 2]
    return document.elementFromPoint(left + centerX, top + centerY) === frame
  },
}
