import { describe, expect, test } from 'vitest'
import {
  CONNECTING,
  type EmbedEffect,
  type EmbedEvent,
  type EmbedState,
  embedStep,
  IDLE,
} from '../../src/core/embed-machine'
import { GuestpassError } from '../../src/core/errors'
import { isUsable } from '../../src/core/guest-token'
import { createRandom, seedFromEnvironment } from '../helpers/random'
import { at, START, tokenOf } from '../helpers/tokens'

const token = tokenOf(300_000)
const newer = tokenOf(300_000, at(1_000), 'newer')
const blank = new GuestpassError('blank', 'words')
const refused = new GuestpassError('token-refused', 'words')
const busy = new GuestpassError('issuer-unavailable', 'words')
const over = new GuestpassError('session-ended', 'words')

const idle: EmbedState = IDLE
const connecting: EmbedState = CONNECTING
const keeping: EmbedState = { name: 'connecting', token, hasReloaded: false }
const waiting: EmbedState = { name: 'waiting', hasReloaded: false }
const sent: EmbedState = { name: 'token-sent', token, hasReloaded: false }
const sentAgain: EmbedState = { name: 'token-sent', token, hasReloaded: true }
const ready: EmbedState = { name: 'ready', token }
const failed: EmbedState = { name: 'failed', token, error: blank }
const ended: EmbedState = { name: 'ended', error: over, reason: 'token' }
const refusedOptions = new GuestpassError('option-invalid', 'words')
const optionsRefused: EmbedState = { name: 'ended', error: refusedOptions, reason: 'options' }
const detached: EmbedState = { name: 'detached' }

type Row = readonly [from: EmbedState, event: EmbedEvent, to: EmbedState['name'], ...effects: EmbedEffect[]]

const connectedEvent: EmbedEvent = { type: 'connected' }
const tokenEvent: EmbedEvent = { type: 'token', token: newer }
const readyEvent: EmbedEvent = { type: 'ready' }
const lostEvent: EmbedEvent = { type: 'lost' }
const failedEvent: EmbedEvent = { type: 'failed', error: blank }
const refusedEvent: EmbedEvent = { type: 'failed', error: refused }
const againEvent: EmbedEvent = { type: 'auto-retry' }
const retryEvent: EmbedEvent = { type: 'user-retry' }
const busyEvent: EmbedEvent = { type: 'token-failed', error: busy }
const overEvent: EmbedEvent = { type: 'token-failed', error: over }
const suspendedEvent: EmbedEvent = { type: 'suspended' }
const nearEvent: EmbedEvent = { type: 'near' }
const turnEvent: EmbedEvent = { type: 'turn' }
const optionsEvent: EmbedEvent = { type: 'options-refused', error: refusedOptions }
const detachedEvent: EmbedEvent = { type: 'detached' }

const TABLE: readonly Row[] = [
  [idle, nearEvent, 'connecting', 'start'],
  [idle, turnEvent, 'idle'],
  [idle, tokenEvent, 'idle'],
  [idle, retryEvent, 'idle'],
  [idle, suspendedEvent, 'idle'],
  [idle, detachedEvent, 'detached'],

  [connecting, turnEvent, 'connecting', 'open'],
  [keeping, turnEvent, 'connecting', 'open'],
  [connecting, connectedEvent, 'waiting'],
  [keeping, connectedEvent, 'token-sent', 'send'],
  [connecting, tokenEvent, 'connecting', 'start'],
  [connecting, optionsEvent, 'ended', 'close'],
  [connecting, readyEvent, 'connecting'],
  [connecting, lostEvent, 'connecting'],
  [connecting, failedEvent, 'failed'],
  [connecting, busyEvent, 'connecting'],
  [connecting, overEvent, 'ended', 'close'],
  [connecting, retryEvent, 'connecting', 'reload'],
  [connecting, suspendedEvent, 'connecting', 'close'],
  [connecting, detachedEvent, 'detached', 'close'],

  [waiting, connectedEvent, 'waiting'],
  [waiting, tokenEvent, 'token-sent', 'send'],
  [waiting, lostEvent, 'connecting'],
  [waiting, failedEvent, 'waiting'],
  [waiting, busyEvent, 'waiting'],
  [waiting, overEvent, 'ended', 'close'],
  [waiting, retryEvent, 'connecting', 'reload'],
  [waiting, detachedEvent, 'detached', 'close'],

  [sent, connectedEvent, 'token-sent', 'send'],
  [sent, tokenEvent, 'token-sent', 'send'],
  [sent, readyEvent, 'ready'],
  [sent, lostEvent, 'connecting'],
  [sent, failedEvent, 'failed'],
  [sent, refusedEvent, 'connecting', 'renew-soon', 'reload'],
  [sentAgain, refusedEvent, 'failed'],
  [sent, againEvent, 'token-sent'],
  [sent, busyEvent, 'token-sent'],
  [sent, overEvent, 'ended', 'close'],
  [sent, retryEvent, 'connecting', 'reload'],
  [sent, detachedEvent, 'detached', 'close'],

  [ready, connectedEvent, 'token-sent', 'send'],
  [ready, tokenEvent, 'ready', 'send'],
  [ready, lostEvent, 'connecting'],
  [ready, failedEvent, 'ready'],
  [ready, busyEvent, 'ready'],
  [ready, overEvent, 'ended', 'close'],
  [ready, retryEvent, 'connecting', 'reload'],
  [ready, suspendedEvent, 'connecting', 'close'],
  [ready, detachedEvent, 'detached', 'close'],

  [failed, connectedEvent, 'failed', 'send'],
  [{ name: 'failed', error: blank }, connectedEvent, 'waiting'],
  [failed, tokenEvent, 'failed'],
  [failed, readyEvent, 'ready', 'send'],
  [failed, lostEvent, 'connecting'],
  [failed, overEvent, 'ended', 'close'],
  [failed, retryEvent, 'connecting', 'renew-now', 'reload'],
  [failed, againEvent, 'connecting', 'reload-unless-loading'],
  [failed, detachedEvent, 'detached', 'close'],

  [ready, turnEvent, 'ready'],
  [failed, turnEvent, 'failed'],
  [ended, turnEvent, 'ended'],
  [detached, turnEvent, 'detached'],
  [ended, connectedEvent, 'ended'],
  [ended, readyEvent, 'ended'],
  [ended, lostEvent, 'ended'],
  [ended, failedEvent, 'ended'],
  [ended, tokenEvent, 'connecting', 'reload'],
  [optionsRefused, tokenEvent, 'ended'],
  [optionsRefused, retryEvent, 'connecting', 'start'],
  [ended, retryEvent, 'connecting', 'renew-now', 'reload'],
  [ended, suspendedEvent, 'ended'],
  [ended, detachedEvent, 'detached'],

  [detached, connectedEvent, 'detached'],
  [detached, tokenEvent, 'detached'],
  [detached, retryEvent, 'detached'],
  [detached, detachedEvent, 'detached'],
]

describe('the table', () => {
  test.each(TABLE.map(([from, event, to, ...effects]) => ({ from, event, to, effects })))(
    '$from.name + $event.type → $to $effects',
    ({ from, event, to, effects }) => {
      const [next, ...actual] = embedStep(from, event, at(2_000))
      expect(next.name).toBe(to)
      expect(actual).toEqual(effects)
    },
  )
})

describe('a token', () => {
  test('is kept when the frame loads again', () => {
    expect(embedStep(ready, lostEvent, START)[0].token).toBe(token)
  })

  test('is dropped when the page refused it', () => {
    expect(embedStep(sent, refusedEvent, START)[0].token).toBeUndefined()
  })

  test('that has expired is not sent to a page that connects', () => {
    const [next, ...effects] = embedStep(keeping, connectedEvent, at(300_000))
    expect(next.name).toBe('waiting')
    expect(effects).toEqual([])
  })

  test('that arrives expired is not taken', () => {
    expect(embedStep(waiting, { type: 'token', token }, at(300_000))).toEqual([waiting])
  })
})

describe('a reason', () => {
  test('makes a retry request a token at once', () => {
    const [, ...effects] = embedStep({ name: 'waiting', hasReloaded: false, error: busy }, retryEvent, START)
    expect(effects).toEqual(['renew-now', 'reload'])
  })

  test('is shown until a token arrives', () => {
    const [withReason] = embedStep(waiting, busyEvent, START)
    expect(withReason.error).toBe(busy)
    expect(embedStep(withReason, tokenEvent, at(1_000))[0].error).toBeUndefined()
  })

  test('stays visible while a failed page is tried again automatically, with its token', () => {
    expect(embedStep(failed, againEvent, START)[0]).toMatchObject({ name: 'connecting', error: blank, token })
  })

  test('does not disturb a dashboard that is ready', () => {
    expect(embedStep(ready, busyEvent, START)).toEqual([ready])
  })
})

/** The channel as the machine's effects drive it. */
interface Channel {
  isOpen: boolean
  isConnected: boolean
  /** Whether the page has been given a token: only then can it show something. */
  isSent: boolean
}

test('keeps its promises over 200,000 random events', () => {
  const seed = seedFromEnvironment()
  const random = createRandom(seed)
  const errors = [blank, busy, over, new GuestpassError('denied', 'words')]
  let state: EmbedState = CONNECTING
  let channel: Channel = { isOpen: true, isConnected: false, isSent: false }
  let nowMs = 0
  let opens = 1
  let closes = 0
  let lives = 1
  let reloadsSinceReady = 0

  const check = (claim: string, isTrue: boolean) => {
    if (!isTrue) throw new Error(`${claim} (SEED=${seed})`)
  }
  const randomEvent = (): EmbedEvent => {
    const error = random.pick(errors)
    const types: readonly EmbedEvent[] = [
      { type: 'connected' },
      { type: 'ready' },
      { type: 'lost' },
      { type: 'failed', error: random.pick([blank, refused]) },
      { type: 'auto-retry' },
      { type: 'token', token: tokenOf(20_000 + random.below(300_000), at(nowMs - random.below(200_000))) },
      { type: 'token-failed', error },
      { type: 'user-retry' },
      { type: random.next() < 0.02 ? 'detached' : 'lost' },
    ]
    return random.pick(types)
  }

  for (let count = 0; count < 200_000; count++) {
    nowMs += random.below(20_000)
    const event = randomEvent()
    const now = at(nowMs)
    // A closed channel sends no event, and a page that was closed shows nothing.
    if (!channel.isOpen && ['connected', 'ready', 'lost', 'failed'].includes(event.type)) continue
    if (event.type === 'connected') channel.isConnected = true
    if (event.type === 'ready' && !channel.isSent) continue
    if (event.type === 'lost') channel = { ...channel, isConnected: false, isSent: false }
    const before = state
    const [next, ...effects] = embedStep(state, event, now)
    state = next
    for (const effect of effects) {
      if (effect === 'send') {
        check('a token goes only to a page that has connected', channel.isConnected)
        check('no expired token is ever sent', isUsable(state.token, now))
        channel.isSent = true
      }
      if (effect === 'reload' || effect === 'reload-unless-loading') {
        if (!channel.isOpen) opens++
        channel = { isOpen: true, isConnected: false, isSent: false }
      }
      if (effect === 'close') {
        check('a channel is closed once', channel.isOpen)
        closes++
        channel = { isOpen: false, isConnected: false, isSent: false }
      }
      if (effect === 'renew-soon') reloadsSinceReady++
    }
    if (state.name === 'ready' || event.type === 'user-retry' || before.name === 'ended')
      reloadsSinceReady = 0
    check('a page gets one reload by itself', reloadsSinceReady <= 1)
    check(
      'the end closes the channel',
      (state.name !== 'ended' && state.name !== 'detached') || !channel.isOpen,
    )
    check(
      'only an error that is not retried by itself ends it',
      state.name !== 'ended' || state.error.retry !== 'automatic',
    )
    check('a detached embed holds nothing', state.name !== 'detached' || state.token === undefined)
    if (state.name === 'detached') {
      check('a detached embed stays detached', embedStep(state, randomEvent(), now).length === 1)
      check('each open has exactly one close', opens === closes)
      state = CONNECTING
      channel = { isOpen: true, isConnected: false, isSent: false }
      opens++
      lives++
      reloadsSinceReady = 0
    }
  }
  expect(lives).toBeGreaterThan(100)
})
