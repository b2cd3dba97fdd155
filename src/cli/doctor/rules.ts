import { readFile } from 'node:fs/promises'
import { parseJson } from '../../core/parse-json'
import { parseSupersetGrant } from '../../server/grant'
import { supersetRules } from '../../server/rls/read-rules'
import type { Terminal } from '../command'
import { misuse } from '../words'
import type { Rule } from './subject'

/**
 * What the words after `--rls` stand for: a clause, JSON as in a grant, a file of it after an at sign, or `-` for
 * stdin. No message repeats a rule.
 */
export async function readRules(words: readonly string[], terminal: Terminal): Promise<readonly Rule[]> {
  const read = await Promise.all(words.map((one) => rulesIn(one, terminal)))
  const grant = parseSupersetGrant({ viewer: 'guestpass-doctor', dashboards: ['any'], rls: read.flat() })
  return supersetRules(grant.rls)
}

async function rulesIn(word: string, { readStdin }: Terminal): Promise<readonly unknown[]> {
  if (word === '-') return parsed(await readStdin(), 'What came through stdin')
  if (word.startsWith('@')) return parsed(await fileText(word.slice(1)), word.slice(1))
  if (/^\s*(\[\s*["{\]]|\{\s*")/.test(word)) return parsed(word, '--rls')
  return [{ clause: word }]
}

async function fileText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw misuse(
      `The rules ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unreadable'}).`,
    )
  }
}

function parsed(text: string, where: string): readonly unknown[] {
  const value = parseJson(text)
  if (value === undefined) throw misuse(`${where} is no JSON.`)
  return [value].flat()
}
