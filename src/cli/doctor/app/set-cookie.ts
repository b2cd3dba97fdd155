/** A cookie as an answer sets it; its value is left where it was. */
export interface SetCookie {
  readonly name: string
  readonly isSecure: boolean
  readonly isHttpOnly: boolean
  /** In small letters. Browsers take what says nothing for `lax`, most of them. */
  readonly sameSite: string | undefined
}

export function cookiesOf({ headers }: Response): readonly SetCookie[] {
  return headers.getSetCookie().map((line) => {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const named = (name: string) =>
      attributes.find((one) => one.toLowerCase() === name || one.toLowerCase().startsWith(`${name}=`))
    return {
      name: pair.split('=')[0] ?? '',
      isSecure: named('secure') !== undefined,
      isHttpOnly: named('httponly') !== undefined,
      sameSite: named('samesite')?.split('=')[1]?.toLowerCase(),
    }
  })
}
