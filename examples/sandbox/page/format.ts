/** Money with three digits, as the real dashboard writes it: `$ 10.0M`, `$ 478k`. */
export function money(amount: number): string {
  const [unit, suffix] = amount >= 999_500 ? [1_000_000, 'M'] : amount >= 999.5 ? [1_000, 'k'] : [1, '']
  return `$ ${Number((amount / unit).toPrecision(3)).toFixed(digitsAfter(amount / unit))}${suffix}`
}

function digitsAfter(value: number): number {
  return value < 9.995 ? 2 : value < 99.95 ? 1 : 0
}

/** `2004-11` as `Nov 2004`. */
export function month(label: string): string {
  return new Date(`${label}-01T00:00:00Z`).toLocaleDateString('en', {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
}
