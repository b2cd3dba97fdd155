/** The faults of the page itself. The address of the page contains the name of the fault: see ../faults.ts. */

import type { EmbeddedMethod, EmbeddedPageOptions } from '../../../src/testing/embedded-page'
import { FAULT } from './document'

type Methods = EmbeddedPageOptions['methods']

/** The methods that a host calls to find out whether the page still answers. */
const SIGNS_OF_LIFE = new Set(['getScrollSize', 'getActiveTabs', 'getDataMask'])
const LIFE_MS = 5_000
const RUBBISH = ['rubbish', null, [null], { height: 'tall', width: Number.NaN }, -1]

export function withFaults(methods: Methods): Methods {
  let calls = 0
  if (FAULT === 'dead-calls') {
    return wrap(methods, (name, run) => (SIGNS_OF_LIFE.has(name) ? run : never))
  }
  if (FAULT === 'dies') {
    return wrap(methods, (_name, run) => (args) => (performance.now() < LIFE_MS ? run(args) : never()))
  }
  if (FAULT === 'wrong-shapes') return wrap(methods, () => () => RUBBISH[calls++ % RUBBISH.length])
  return methods
}

const never = () => new Promise(() => {})

function wrap(methods: Methods, change: (name: string, run: EmbeddedMethod) => EmbeddedMethod): Methods {
  return Object.fromEntries(Object.entries(methods).map(([name, run]) => [name, change(name, run)]))
}

if (FAULT === 'deaf') addEventListener('message', (event) => event.stopImmediatePropagation())
if (FAULT === 'no-storage') {
  Object.defineProperty(window, 'localStorage', {
    get() {
      throw new DOMException('Access is denied for this document.', 'SecurityError')
    },
  })
}
