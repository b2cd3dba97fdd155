/** A host page without guestpass: it implements the embedding protocol by hand, so that a test measures only the page. */

import type { Frame, FrameLocator, Page } from '@playwright/test'

export interface BareHost {
  readonly page: Page
  readonly frame: FrameLocator
  /** Puts a frame into the page and shakes hands with what loads in it. */
  open(url: string, size?: FrameSize): Promise<void>
  resize(size: FrameSize): Promise<void>
  send(guestToken: string): Promise<void>
  /** The result; an error as `{ error }`; `'silence'` when the page does not answer for a while. */
  get(method: string, args?: unknown): Promise<unknown>
  /** Shakes hands with the document that is in the frame now. */
  shakeHands(): Promise<void>
  /** The events that the page emitted. */
  emits(): Promise<readonly PageMessage[]>
  /** What the page asked of its host, which answers `answer`. */
  asked(): Promise<readonly PageMessage[]>
  answerWith(answer: unknown): Promise<void>
  /** The document in the frame. */
  document(): Frame
}

export interface FrameSize {
  readonly width?: number
  readonly height?: number
}

export interface PageMessage {
  readonly method: string
  readonly args: Readonly<Record<string, unknown>>
}

export const SILENCE = 'silence'

export async function openBareHost(page: Page, url: string): Promise<BareHost> {
  await page.goto(url)
  await page.evaluate(install)
  return {
    page,
    frame: page.frameLocator('iframe'),
    open: (src, size = {}) =>
      page.evaluate(([one, two]) => window.bareHost.open(one, two), [src, size] as const),
    resize: (size) => page.evaluate((one) => window.bareHost.resize(one), size),
    send: (token) => page.evaluate((one) => window.bareHost.send(one), token),
    get: (method, args) =>
      page.evaluate(([one, two]) => window.bareHost.get(one, two), [method, args] as const),
    shakeHands: () => page.evaluate(() => window.bareHost.shakeHands()),
    emits: () => page.evaluate(() => window.bareHost.emits),
    asked: () => page.evaluate(() => window.bareHost.asked),
    answerWith: (answer) => page.evaluate((one) => window.bareHost.answerWith(one), answer),
    document: () => page.frames()[1] as Frame,
  }
}

interface InPage {
  open(src: string, size: FrameSize): Promise<void>
  resize(size: FrameSize): void
  send(guestToken: string): void
  get(method: string, args: unknown): Promise<unknown>
  shakeHands(): void
  answerWith(answer: unknown): void
  readonly emits: PageMessage[]
  readonly asked: PageMessage[]
}

declare global {
  interface Window {
    bareHost: InPage
  }
}

/** Runs in the browser, and so refers to nothing outside of itself. */
function install(): void {
  const silenceMs = 4_000
  const frame = document.createElement('iframe')
  const pending = new Map<string, (message: Record<string, unknown>) => void>()
  let port: MessagePort | undefined
  let answer: unknown = null
  let calls = 0

  const host: InPage = {
    emits: [],
    asked: [],
    open(src, size) {
      document.body.replaceChildren(frame)
      frame.style.cssText = 'border:0;display:block;width:1184px;height:800px'
      host.resize(size)
      return new Promise((resolve) => {
        frame.onload = () => {
          frame.onload = null
          host.shakeHands()
          resolve()
        }
        frame.src = src
      })
    },
    resize({ width, height }) {
      if (width) frame.style.width = `${width}px`
      if (height) frame.style.height = `${height}px`
    },
    shakeHands() {
      const { port1, port2 } = new MessageChannel()
      port = port1
      port1.onmessage = ({ data }) => {
        if (data.switchboardAction === 'emit') host.emits.push(data)
        else if (data.switchboardAction === 'get') {
          host.asked.push(data)
          if (answer !== 'silence') {
            port1.postMessage({ switchboardAction: 'reply', messageId: data.messageId, result: answer })
          }
        } else pending.get(data.messageId)?.(data)
      }
      const message = { type: '__embedded_comms__', handshake: 'port transfer' }
      frame.contentWindow?.postMessage(message, '*', [port2])
    },
    answerWith(next) {
      answer = next
    },
    send: (guestToken) =>
      port?.postMessage({ switchboardAction: 'emit', method: 'guestToken', args: { guestToken } }),
    get(method, args) {
      const messageId = `bare-${++calls}`
      port?.postMessage({ switchboardAction: 'get', method, messageId, args })
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, silenceMs, 'silence')
        pending.set(messageId, ({ switchboardAction, result, error }) => {
          clearTimeout(timer)
          resolve(switchboardAction === 'error' ? { error } : result)
        })
      })
    },
  }
  window.bareHost = host
}
