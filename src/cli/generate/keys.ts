/** The keys of the generated objects. Superset lets several filters, tabs or charts have one name; an object does not. */

import { printableLine } from '../printable'

export interface Keyed<Item> {
  readonly key: string
  readonly item: Item
}

/** Items that have one name. */
export interface Collision {
  readonly name: string
  readonly ids: readonly (string | number)[]
}

export interface Keys<Item> {
  readonly keyed: readonly Keyed<Item>[]
  readonly collisions: readonly Collision[]
}

interface Nameable {
  readonly name: string
  readonly id: string | number
}

/**
 * Gives each item a unique key: its name, or a numbered name for the later items of a collision.
 *
 * @param number makes the numbered name, by default `name (2)`
 */
export function keyEach<Item extends Nameable>(
  items: readonly Item[],
  number: typeof numberedName = numberedName,
): Keys<Item> {
  const byName = new Map<string, Item[]>()
  for (const item of items) {
    const namesakes = byName.get(item.name) ?? []
    if (!namesakes.some(({ id }) => id === item.id)) byName.set(item.name, [...namesakes, item])
  }
  const taken = new Set(byName.keys())
  const keys = new Map<Item, string>()
  for (const [name, namesakes] of byName) {
    for (const [index, item] of namesakes.entries())
      keys.set(item, index === 0 ? name : freeKey(name, number, taken))
  }
  const collisions = [...byName.entries()].filter(([, { length }]) => length > 1)
  return {
    keyed: items.flatMap((item) => {
      const key = keys.get(item)
      return key === undefined ? [] : [{ key, item }]
    }),
    collisions: collisions.map(([name, namesakes]) => ({ name, ids: namesakes.map(({ id }) => id) })),
  }
}

/** The next number that no name and no other key has. */
function freeKey(name: string, numbered: typeof numberedName, taken: Set<string>): string {
  for (let number = 2; ; number++) {
    const key = numbered(name, number)
    if (taken.has(key)) continue
    taken.add(key)
    return key
  }
}

export function numberedName(name: string, number: number): string {
  return `${name} (${number})`
}

/** A name between quotes, for a sentence. A very long name is cut. */
export function quoted(name: string): string {
  const characters = [...name]
  const shown = characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : name
  return `"${printableLine(shown)}"`
}

const LONGEST = 80
