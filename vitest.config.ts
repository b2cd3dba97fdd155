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

const STATEFUL_ROOMS = [
  ...['client', 'platforms', 'react', 'vanilla', 'element', 'testing', 'soak'],
  ...['server', 'express', 'issuers', 'examples'],
  // Its other tests run on a real Superset.
  'snapshot',
]

const SHARED_ROOMS = ['core', 'preview', 'cli', 'sandbox', 'docs', 'scripts', 'types']

const unitProject = (name: string, mode: string, isolate: boolean, rooms: readonly string[]) => ({
  resolve: { alias },
  test: {
    name,
    environment: 'node' as const,
    isolate,
    // Limits for tests that hang, not for a slow machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    include: [`test/{${rooms}}/**/*.test.{ts,tsx}`],
    exclude: ['test/snapshot/superset.test.ts'],
    // Read by test/helpers/random.ts.
    env: { GUESTPASS_RANDOM_CASES: mode === 'quick' ? 'a-tenth' : 'all' },
  },
})

export default defineConfig(({ mode }) => ({
  test: {
    // Vitest leaves one core for itself by default, which is half of a small machine.
    maxWorkers: availableParallelism(),
    // Concurrent tests wait for deadlines of a server, and use almost no processor.
    maxConcurrency: 50,
    projects: [
      // Code with state for a whole page or process, such as the queue of a page: each file has its own process.
      unitProject('stateful', mode, true, STATEFUL_ROOMS),
      // All other tests share processes: a process for each file took a quarter of the processor time (measured).
      unitProject('unit', mode, false, SHARED_ROOMS),
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
