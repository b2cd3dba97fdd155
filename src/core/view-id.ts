const ID = /^[\w-]{1,100}$/

/** The form of the id of a tab, and of the key of a permalink. */
export const isId = (id: unknown): id is string => typeof id === 'string' && ID.test(id)
