import { resolve } from 'node:path'
import tsconfig from '../tsconfig.json' with { type: 'json' }

/** For Vite: each entry of the package, by its name, is its source. `tsconfig.json` lists them for the compiler. */
export const SOURCE_ALIASES = Object.entries(tsconfig.compilerOptions.paths).map(([name, [path = '']]) => ({
  find: new RegExp(`^${name}$`),
  replacement: resolve(path),
}))
