import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Validator = typeof import('@embeddable.com/sdk-core/lib/validate')

/** A rule that the preview leaves out: a model is often previewed before it has members, and they do not change rows. */
const NO_MEMBERS = /"cubes": At least one measure or dimension must be defined$/

/**
 * The problems that the vendor's own validator finds in a model. The list is empty for a model that `embeddable push` accepts. The
 * package exports no validator, but contains its source (`src/validate.ts`, version 4.8.0), which Vitest compiles.
 */
export async function refusalsOfVendor(source: string): Promise<readonly string[]> {
  const { dataModelsValidation } = await loadValidator()
  const folder = await mkdtemp(join(tmpdir(), 'guestpass-push-'))
  const file = join(folder, 'orders.cube.yml')
  try {
    await writeFile(file, source)
    const refusals = await dataModelsValidation([['orders.cube.yml', file]])
    return refusals.filter((refusal) => !NO_MEMBERS.test(refusal))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** By a name that the compiler does not follow, because it would check the vendor's source with our settings. */
function loadValidator(): Promise<Validator> {
  const file: string = '@embeddable.com/sdk-core/src/validate.ts'
  return import(file)
}
