/** Whether two values are the same as JSON. */
export const isSame = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right)
