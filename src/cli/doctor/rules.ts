import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseJson } from '../../core/parse-json'
import { BuiltClause } from '../../server/rls/built-clause'
import { supersetRules } from '../../server/rls/read-rules'
import { nameOf } from '../../server/upstream'
import { isCodedError } from '../coded-error'
import type { Terminal } from '../command'
import { readText } from '../read-text'
import { misuse } from '../words'
import type { Rule } from './subject'

/**
 * The rules that the words after `--rls` stand for: a clause, JSON as in a grant, a file after an at sign, or `-` for
 * stdin. A file is JSON, or a module whose default export is the rules or a function that returns them. A module can
 * contain built clauses, which know their database. No message repeats a rule.
 *
 * @param database the database that plain-text clauses were written for
 */
export async function readRules(
  words: readonly string[],
  terminal: Terminal,
  database?: string,
): Promise<readonly Rule[]> {
  const given = (await Promise.all(words.map((word) => rulesIn(word, terminal)))).flat()
  given.forEach(checkCopy)
  // All rules in one call, so that a problem is reported with the position of its rule.
  supersetRules(given)
  return given.flatMap((rule, index) => {
    const built = BuiltClause.read(Object(rule).clause)
    const writtenFor = built?.database ?? database
    return supersetRules([rule]).map(({ clause, dataset }) => ({
      number: index + 1,
      clause,
      isBuilt: built !== undefined,
      ...(dataset !== undefined && { dataset }),
      ...(writtenFor !== undefined && { database: writtenFor }),
    }))
  })
}

async function rulesIn(word: string, { readStdin }: Terminal): Promise<readonly unknown[]> {
  if (word === '-') return parsed(await readStdin(), 'The text from stdin')
  if (word.startsWith('@')) return rulesInFile(word.slice(1))
  if (/^\s*(\[\s*["{\]]|\{\s*")/.test(word)) return parsed(word, '--rls')
  return [{ clause: word }]
}

async function rulesInFile(file: string): Promise<readonly unknown[]> {
  return MODULE.test(file) ? rulesInModule(file) : parsed(await fileText(file), file)
}

const MODULE = /\.[cm]?[jt]s$/

async function rulesInModule(file: string): Promise<readonly unknown[]> {
  await fileText(file)
  const rules = await rulesExportedBy(file)
  if (rules === undefined) {
    throw misuse(
      `The module ${file} has no rules: export them as its default, or a function that returns them.`,
    )
  }
  return [rules].flat()
}

async function rulesExportedBy(file: string): Promise<unknown> {
  try {
    const { default: rules } = await import(/* @vite-ignore */ pathToFileURL(resolve(file)).href)
    return typeof rules === 'function' ? await rules() : rules
  } catch (error) {
    // Any other error's text may contain a rule.
    const reason = isCodedError(error) ? error.sentence : `It failed with ${nameOf(error)}.`
    throw misuse(`The module ${file} did not return its rules. ${reason}`)
  }
}

const fileText = (file: string) => readText(file, `The rules ${file}`)

function parsed(text: string, where: string): readonly unknown[] {
  const value = parseJson(text)
  if (value === undefined) throw misuse(`${where} is not JSON.`)
  return [value].flat()
}

/** A built clause is opaque, and only the copy of guestpass that made it can read it. */
function checkCopy(rule: unknown, index: number): void {
  const { clause } = Object(rule)
  if (clause === HIDDEN) {
    throw misuse(
      `Rule ${index + 1} was written as JSON, which loses a built clause. Give a module: --rls @rules.mjs.`,
    )
  }
  const isForeign = typeof clause === 'object' && clause !== null && BuiltClause.read(clause) === undefined
  if (isForeign && String(clause) === HIDDEN) {
    throw misuse(
      `Rule ${index + 1} was built by another copy of guestpass. Run the doctor in the app's folder, with the copy ` +
        'that the app has installed: npx guestpass doctor.',
    )
  }
}

/** What a built clause shows instead of its SQL. */
const HIDDEN = '<rls clause>'
