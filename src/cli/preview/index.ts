import { previewSecurityContext } from '../../preview'
import type { Command } from '../command'
import { printableJson } from '../printable'
import { misuse, parseWords } from '../words'
import { readContext, readModel } from './input'
import { show } from './show'

const HELP = `guestpass preview <model.yml> --context <context>

Shows what an Embeddable data model compiles to with a security context, which parts of the SQL came from it, and what
in the model a value can break out of. Nothing is sent anywhere. The output holds the values of the context.

  <model.yml>           the data model
  -c, --context <json>  the security context as JSON: '{"orgId": 7}'
                        @context.json reads it from a file, - from stdin
      --json            the preview as JSON
  -h, --help

Exits with 0 when nothing was found, with 1 when something was, with 2 when there is no answer.`

export const preview: Command = {
  name: 'preview',
  summary: 'what an Embeddable security context lets a viewer see',
  help: HELP,
  async run(words, terminal) {
    const { file, context, asJson } = parse(words)
    const model = await readModel(file)
    const seen = await previewSecurityContext(model, await readContext(context, terminal.readStdin))
    terminal.print(asJson ? printableJson(seen) : show(file, seen, terminal.colours))
    return seen.findings.length > 0 ? 1 : 0
  },
}

function parse(words: readonly string[]) {
  const { values, positionals } = parseWords(words, {
    context: { type: 'string', short: 'c' },
    json: { type: 'boolean' },
  })
  const [file, ...others] = positionals
  if (file === undefined) throw misuse('Which model? Name its file.')
  if (others.length > 0) throw misuse(`Name only one model. Remove ${others[0]}.`)
  if (values.context === undefined) throw misuse('Which security context? Give --context.')
  return { file, context: values.context, asJson: values.json === true }
}
