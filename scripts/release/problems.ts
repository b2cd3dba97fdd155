export interface Release {
  readonly tag: string
  readonly version: string
  readonly homepage: string
  readonly changelog: string
  /** The files of changes that no version has yet. */
  readonly changesets: readonly string[]
}

/** What keeps a version from being published. Its errors and its types link to the site, which has to be there first. */
export async function releaseProblems({ tag, version, homepage, changelog, changesets }: Release) {
  const problems: string[] = []
  if (tag !== `v${version}`)
    problems.push(`The tag is ${tag || 'missing'}, and package.json says ${version}.`)
  if (changesets.length > 0)
    problems.push(`In no version yet: ${changesets.join(', ')}. Run \`npx changeset version\`.`)
  if (!changelog.includes(`\n## ${version}\n`)) problems.push(`CHANGELOG.md has nothing on ${version}.`)
  const site = await versionOf(homepage)
  if (site !== version)
    problems.push(
      `${homepage} ${site ? `is the site of ${site}` : 'does not say its version'}: ${version} is wanted.`,
    )
  return problems
}

/** What `<meta name="guestpass-version" content="0.1.0">` says there; nothing where nobody answers, too. */
async function versionOf(homepage: string): Promise<string | undefined> {
  const answer = await fetch(homepage, { signal: AbortSignal.timeout(20_000) }).catch(() => undefined)
  if (!answer?.ok) return undefined
  const [tag = ''] = /<meta\s[^>]*name="?guestpass-version"?[^>]*>/.exec(await answer.text()) ?? []
  return /content="?([^"\s>]+)/.exec(tag)?.[1]
}
