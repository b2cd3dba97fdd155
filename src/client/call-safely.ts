/** Calls the app's code. What it throws is reported as an uncaught error, and changes nothing here. */
export function callSafely(callback: () => void): void {
  try {
    callback()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
