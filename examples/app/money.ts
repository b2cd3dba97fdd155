/** Money with three digits, as the dashboards write it: `$ 10.0M`, `$ 478k`. */
export function money(amount: number): string {
  const digits = amount.toLocaleString('en', {
    notation: 'compact',
    minimumSignificantDigits: 3,
    maximumSignificantDigits: 3,
  })
  return `$ ${digits.replace('K', 'k')}`
}
