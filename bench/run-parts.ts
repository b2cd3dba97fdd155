/** Runs the parts that the command line names, in their order, and all parts when it names none. */
export async function runParts(parts: Readonly<Record<string, () => Promise<unknown>>>): Promise<void> {
  const names = Object.keys(parts)
  const chosen = process.argv.slice(2)
  const unknown = chosen.filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: the parts are ${names.join(' and ')}.`)
  for (const [name, run] of Object.entries(parts)) {
    if (chosen.length === 0 || chosen.includes(name)) await run()
  }
}
