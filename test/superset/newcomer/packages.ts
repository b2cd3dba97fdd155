import { readFileSync } from 'node:fs'

/** `npm install` with our package out of its file, and of the others the versions that this checkout is tested with. */
export function pinned(commands: string, tarball: string): string {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const versionOf = (name: string) => (name === 'guestpass' ? tarball : `${name}@${devDependencies[name]}`)
  return commands.replace(/^npm install (.+)$/gm, (_, names: string) => {
    const words = names.split(' ').map(versionOf).join(' ')
    return `npm install --prefer-offline --no-audit --no-fund ${words}`
  })
}
