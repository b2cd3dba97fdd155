/** As SQL writes an instant of UTC, with a fraction only where there is one. */
export function instantText(at: Date): string {
  return at.toISOString().replace('T', ' ').replace('.000Z', '').replace('Z', '')
}
