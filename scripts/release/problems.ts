import type { Addresses } from './addresses.ts'

export interface Release extends Addresses {
  readonly tag: string
  readonly version: string
  readonly changelog: string
  /** The files of changes that no version has yet. */
  readonly changesets: readonly string[]
}

/** What keeps a version from being published. The package names its site, which has to be there first, and be ours. */
export async function releaseProblems(release: Release): Promise<readonly string[]> {
  const { tag, version, site, repository, changelog, changesets } = release
  const problems: string[] = []
  if (tag !== `v${version}`)
    problems.push(`The tag is ${tag || 'missing'}, but the version in package.json is ${version}.`)
  if (changesets.length > 0)
    problems.push(`In no version yet: ${changesets.join(', ')}. Run \`npx changeset version\`.`)
  if (!changelog.includes(`\n## ${version}\n`)) problems.push(`CHANGELOG.md has nothing on ${version}.`)
  if (!repository) problems.push('GUESTPASS_REPOSITORY is not set: give the address of the repository.')
  if (!site) problems.push('GUESTPASS_SITE is not set: give the address of the site.')
  else problems.push(...(await problemsOfSite(site, version)))
  return problems
}

async function problemsOfSite(site: string, version: string): Promise<readonly string[]> {
  const shown = await versionOf(site)
  if (shown === version) return []
  return [`${site} ${shown ? `is the site of ${shown}` : 'does not name its version'}: ${version} is wanted.`]
}

/** The version in `<meta name="guestpass-version" content="0.1.0">`. Also `undefined` when the site does not answer. */
async function versionOf(site: string): Promise<string | undefined> {
  const answer = await fetch(site, { signal: AbortSignal.timeout(20_000) }).catch(() => undefined)
  if (!answer?.ok) return undefined
  const [tag = ''] = /<meta\s[^>]*name="?guestpass-version"?[^>]*>/.exec(await answer.text()) ?? []
  return /content="?([^"\s>]+)/.exec(tag)?.[1]
}
