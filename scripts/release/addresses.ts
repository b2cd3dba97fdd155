/** The addresses of the site and of the repository in a release. Both are `undefined` in a checkout: they are not registered yet. */
export interface Addresses {
  /** The site of the docs, without a slash at the end. From GUESTPASS_SITE. */
  readonly site: string | undefined
  /** The repository, without a slash at the end. From GUESTPASS_REPOSITORY. */
  readonly repository: string | undefined
}

/** @throws {Error} when an address is not an https address */
export function readAddresses(environment: NodeJS.ProcessEnv = process.env): Addresses {
  const read = (name: string) => {
    const text = environment[name]
    if (!text) return undefined
    if (!/^https:\/\/[^\s/]+(\/[^\s]*)?$/.test(text)) throw new Error(`${name} is not an https address.`)
    return text.replace(/\/+$/, '')
  }
  return { site: read('GUESTPASS_SITE'), repository: read('GUESTPASS_REPOSITORY') }
}

/** The fields of a published `package.json` that name these addresses. */
export function manifestFieldsOf({ site, repository }: Addresses): Readonly<Record<string, unknown>> {
  return {
    ...(site && { homepage: site }),
    ...(repository && {
      repository: { type: 'git', url: `git+${repository}.git` },
      bugs: `${repository}/issues`,
    }),
  }
}
