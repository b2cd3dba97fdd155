import type { DashboardDescriptor } from '../../src/core/descriptor'
import { evaluate } from '../cli/generate/evaluate'
import { typed } from '../cli/typed'

interface Account {
  readonly url: string
  readonly username: string
  readonly password: string
}

/** The variables with which a command signs in. */
export const accountOf = ({ username, password }: Account) => ({
  GUESTPASS_SUPERSET_USERNAME: username,
  GUESTPASS_SUPERSET_PASSWORD: password,
})

/** What `guestpass generate` writes for a dashboard of a real Superset. Its slug is the name of the constant, too. */
export async function generateDescriptor(superset: Account, slug: string): Promise<DashboardDescriptor> {
  const words = ['generate', '--superset', superset.url, slug]
  const { output } = await typed(words, { env: accountOf(superset) })
  return evaluate(output)[slug] as DashboardDescriptor
}
