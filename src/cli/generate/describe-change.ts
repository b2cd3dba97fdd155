import { printableLine } from '../printable'
import type { Change } from './compare'
import { quoted } from './keys'

/** One change as a line: the thing, its id, and the difference. */
export function describeChange(change: Change): string {
  return `${describeThing(change)} ${describeDifference(change)}`
}

function describeThing({ thing, name, id, of }: Change): string {
  if (of !== undefined) return `${thing} ${quoted(name)} of ${quoted(of)}`
  return `${thing} ${quoted(name)} (${printableLine(String(id))})`
}

function describeDifference({ thing, what, before = '', after }: Change): string {
  if (what === 'added') return 'is new.'
  if (what === 'name') return `is now called ${quoted(after ?? '')}.`
  if (what === 'removed' && thing === 'dashboard') return 'is not embedded.'
  if (what === 'removed') {
    const successor =
      after === undefined ? '' : ` Another ${thing} of this name has the id ${printableLine(after)}.`
    return `was removed.${successor}`
  }
  if (what === 'cross-filters') return `has its cross-filters ${after}. They were ${before}.`
  return `has another ${what}: ${printableLine(before)} before, ${printableLine(after ?? '')} now.`
}
