import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Examples import the package by its name: here that is its source. */
const alias = Object.fromEntries(
  ['server', 'express', 'vanilla', 'preview', 'testing/react', 'testing', ''].map((entry) => [
    entry ? `guestpass/${entry}` : 'guestpass',
    fileURLToPath(new URL(`src/${entry ? `${entry}/` : ''}index.ts`, import.meta.url)),
  ]),
)

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          environment: 'node',
          // Random-event tests take as long as the machine is slow.
          testTimeout: 120_000,
          include: [
            'test/{core,client,platforms,server,express,react,preview,cli,testing,sandbox,soak,examples,docs,scripts}/**/*.test.{ts,tsx}',
          ],
        },
      },
      // On a real Redis.
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
      // On the build, packed.
      {
        test: {
          name: 'package',
          environment: 'node',
          include: ['test/package/*.test.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
})
