/** Runs while every object inherits the fields, as after a prototype pollution elsewhere in the app. */
export function whilePolluted<T>(fields: object, run: () => T): T {
  for (const [name, value] of Object.entries(fields)) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
  }
  try {
    return run()
  } finally {
    for (const name of Object.keys(fields)) Reflect.deleteProperty(Object.prototype, name)
  }
}
