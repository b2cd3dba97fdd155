import { readProse } from './prose.ts'
import { TEXT_RULES } from './rules.ts'

/** A phrase that breaks a rule, or an exception that is wrong. */
export interface TextProblem {
  readonly line: number
  readonly message: string
}

/** A comment that starts with this word, on the same line as the phrase or on the line above. The reason follows. */
const EXCEPTION = /(?:\/\/|\/\*|<!--|#) plain-text:(.*)/

/** Finds the phrases that break a rule and have no exception, and the exceptions without a reason or a use. */
export function checkText(file: string, content: string): readonly TextProblem[] {
  const lines = content.split('\n')
  const exceptions = new Map(
    lines.flatMap((line, index) => {
      const reason = line.match(EXCEPTION)?.[1]
      return reason === undefined
        ? []
        : [[index + 1, { reason: reason.replace(/(\*\/|-->).*/, '').trim(), isUsed: false }]]
    }),
  )
  const problems: TextProblem[] = []
  for (const { number, text } of readProse(file, content)) {
    for (const { name, pattern, advice } of TEXT_RULES) {
      for (const [phrase] of text.matchAll(pattern)) {
        const exception = exceptions.get(number) ?? exceptions.get(number - 1)
        if (exception) exception.isUsed = true
        else problems.push({ line: number, message: `${name}: "${phrase.trim()}". ${advice}` })
      }
    }
  }
  for (const [line, { reason, isUsed }] of exceptions) {
    if (!reason)
      problems.push({ line, message: 'This exception has no reason. Write it behind "plain-text:".' })
    if (!isUsed) problems.push({ line, message: 'This exception has no use. Remove it.' })
  }
  return problems
}
