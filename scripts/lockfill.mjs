// Adds the package-lock entries of optional platform packages that a registry lacked when the lock was made: npm ci
// refuses a lock without them. Run it after every change of the lock.
import fs from 'node:fs'

const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'))
const P = lock.packages
const OS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const CPU = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32']
/** What Node would find as `name` from the package at `at`. */
function resolve(at, name) {
  for (
    let dir = at;
    ;
    dir = dir.includes('/node_modules/') ? dir.slice(0, dir.lastIndexOf('/node_modules/')) : ''
  ) {
    const path = `${dir ? `${dir}/` : ''}node_modules/${name}`
    if (P[path] || !dir) return P[path]
  }
}
const exact = (r) => /^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(r)
let n = 0
for (const [at, pkg] of Object.entries({ ...P }))
  for (const [name, range] of Object.entries(pkg.optionalDependencies ?? {})) {
    const hit = resolve(at, name)
    if (hit && (!exact(range) || hit.version === range)) continue
    const words = name.split(/[/@-]/)
    const os = OS.filter((o) => words.includes(o))
    const cpu = CPU.filter((c) => words.includes(c))
    const entry = { version: range.replace(/^[~^]/, ''), optional: true }
    if (pkg.dev) entry.dev = true
    if (cpu.length) entry.cpu = cpu
    if (os.length) entry.os = os
    if (words.some((w) => w.startsWith('musl'))) entry.libc = ['musl']
    P[hit ? `${at}/node_modules/${name}` : `node_modules/${name}`] = entry
    n++
  }
lock.packages = Object.fromEntries(Object.entries(P).sort(([a], [b]) => (a < b ? -1 : 1)))
fs.writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
console.log('added', n)
