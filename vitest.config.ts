import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The oldest React that guestpass supports. The other form of Testing Library would load the newest. */
const react18 = Object.fromEntries(
  Object.entries({
    react: 'test/react/react-18/node_modules/react',
    // React has it since 18.
    'use-sync-external-store/shim': 'test/react/react-18/node_modules/react',
    'react-dom': 'test/react/react-18/node_modules/react-dom',
    '@testing-library/react': 'node_modules/@testing-library/react/dist/@testing-library/react.esm.js',
  }).map(([name, path]) => [name, fileURLToPath(new URL(path, import.meta.url))]),
)

/** Examples import the package by its name, which means its source here. */
const entries = Object.fromEntries(
  [
    'server',
    'express',
    'vanilla',
    'element',
    'preview',
    'snapshot',
    'testing/react',
    'testing/server',
    'testing',
    '',
  ].map((entry) => [
    entry ? `guestpass/${entry}` : 'guestpass',
    fileURLToPath(new URL(`src/${entry ? `${entry}/` : ''}index.ts`, import.meta.url)),
  ]),
)

// Next.js itself is installed by `npm run examples:next` only.
const alias = {
  ...entries,
  'next/headers': fileURLToPath(new URL('test/next/headers.ts', import.meta.url)),
}

const ROOMS = [
  ...['client', 'platforms', 'react', 'vanilla', 'element', 'testing', 'soak'],
  ...['server', 'express', 'issuers', 'examples'],
  ...['core', 'preview', 'cli', 'sandbox', 'docs', 'scripts', 'types'],
  // Its other tests run on a real Superset.
  'snapshot',
]

/** Tests whose first line asks for jsdom, which takes 0.7 s of processor time to load (measured). */
const PAGE_FILES = globSync('test/**/*.test.{ts,tsx}', { cwd: import.meta.dirname }).filter((file) =>
  readFileSync(new URL(file, import.meta.url), 'utf8').startsWith('// @vitest-environment jsdom'),
)

/** It removes `window` for a render on the server, which is not possible in the pages of `vmForks`. */
const WITHOUT_WINDOW = 'test/examples/view-in-url.test.tsx'

const unitTests = (mode: string) => ({
  // Limits for tests that hang, not for a slow machine.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // Read by test/helpers/random.ts.
  env: { GUESTPASS_RANDOM_CASES: mode === 'quick' ? 'a-tenth' : 'all' },
})

export default defineConfig(({ mode }) => ({
  test: {
    // Vitest leaves one core for itself by default, which is half of a small machine.
    maxWorkers: availableParallelism(),
    // Concurrent tests wait for deadlines of a server, and use almost no processor.
    maxConcurrency: 50,
    projects: [
      // The files share processes: a process for each file took a quarter of the processor time (measured). Each file has its own
      // modules, so it also has its own queue of the page and its own caches of the server.
      {
        resolve: { alias },
        test: {
          ...unitTests(mode),
          name: 'unit',
          environment: 'node',
          isolate: false,
          setupFiles: 'test/helpers/own-modules.ts',
          include: [`test/{${ROOMS}}/**/*.test.{ts,tsx}`],
          exclude: [
            'test/snapshot/superset.test.ts',
            ...PAGE_FILES.filter((file) => file !== WITHOUT_WINDOW),
          ],
        },
      },
      // Each file has its own page, in a process that loads jsdom once.
      {
        resolve: { alias },
        test: {
          ...unitTests(mode),
          name: 'pages',
          environment: 'jsdom',
          pool: 'vmForks',
          include: PAGE_FILES,
          exclude: [WITHOUT_WINDOW],
        },
      },
      // The component tests again, with the oldest React.
      {
        resolve: { alias: { ...alias, ...react18 } },
        test: {
          name: 'react-18',
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          include: ['test/react/**/*.test.tsx'],
          // Vite replaces the imports of inlined packages only.
          server: { deps: { inline: ['@testing-library/react', 'swr'] } },
        },
      },
      // Runs on a real Redis.
      {
        resolve: { alias },
        test: {
          name: 'redis',
          environment: 'node',
          include: ['test/redis/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      // Runs behind a real nginx.
      {
        resolve: { alias },
        test: {
          name: 'nginx',
          environment: 'node',
          include: ['test/nginx/*.test.ts'],
        },
      },
      // Runs on the build, packed.
      {
        test: {
          name: 'package',
          environment: 'node',
          include: ['test/package/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
}))
