import type { Superset } from '../scripts/superset/serve.ts'
import { signInAsAdmin } from '../test/helpers/superset-admin.ts'

export interface SampleCopies {
  /** Their embed ids. */
  readonly ids: readonly string[]
  /** Deletes them, because all servers of a checkout share one database. */
  remove(): Promise<void>
}

/** The sample dashboard with two charts: a big number and bars. */
const SAMPLE = 'untabbed'

/** Copies a sample dashboard, because frames that show the same dashboard share answers in the HTTP cache. */
export async function copySampleDashboards(superset: Superset, count: number): Promise<SampleCopies> {
  const send = await signInAsAdmin(superset)
  async function ask<Result>(method: string, path: string, body?: object): Promise<Result> {
    const response = await send(method, `/api/v1/dashboard/${path}`, body)
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return ((await response.json()) as { readonly result: Result }).result
  }

  const sample = await ask<Sample>('GET', SAMPLE)
  const metadata = { ...JSON.parse(sample.json_metadata), positions: JSON.parse(sample.position_json) }
  const copies: number[] = []
  const ids: string[] = []
  for (let number = 1; number <= count; number++) {
    const { id } = await ask<{ readonly id: number }>('POST', `${sample.id}/copy/`, {
      dashboard_title: `Copy ${number}`,
      duplicate_slices: false,
      json_metadata: JSON.stringify(metadata),
    })
    copies.push(id)
    await ask('PUT', `${id}`, { published: true })
    const { uuid } = await ask<{ readonly uuid: string }>('POST', `${id}/embedded`, { allowed_domains: [] })
    ids.push(uuid)
  }
  return {
    ids,
    async remove() {
      for (const id of copies) await ask('DELETE', `${id}`)
    },
  }
}

interface Sample {
  readonly id: number
  readonly json_metadata: string
  readonly position_json: string
}
