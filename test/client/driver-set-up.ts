import { EmbedDriver, type EmbedDriverOptions } from '../../src/client/embed-driver'
import type { Channel, ChannelEvent } from '../../src/core/platform'
import { createFakeElement } from '../helpers/fake-element'
import { onePlatform } from '../helpers/one-platform'
import { setUpSource } from './token-source-set-up'

/** A driver of one dashboard, with its token source, and the events of its page as the test reports them. */
export function setUpDriver(
  options: Partial<EmbedDriverOptions> & { readonly authenticate?: Channel['authenticate'] } = {},
) {
  const { authenticate = () => {}, ...others } = options
  const { clock, source, last } = setUpSource()
  let report: (event: ChannelEvent) => void = () => {}
  const driver = new EmbedDriver({
    id: 'a',
    domain: 'https://bi.example.com',
    mountPoint: createFakeElement(),
    platforms: onePlatform({
      open(_target, reported) {
        report = reported
        return { authenticate, reload() {}, update() {}, call: async () => undefined, close() {} }
      },
    }),
    tokens: source,
    options: () => ({}),
    sizing: () => 'none',
    onState() {},
    onNews() {},
    clock,
    ...others,
  })
  return { driver, clock, source, last, report: (event: ChannelEvent) => report(event) }
}
