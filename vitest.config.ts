import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          // Random-event tests take as long as the machine is slow.
          testTimeout: 30_000,
          include: ['test/{core,client,platforms,server,express,react,sandbox}/**/*.test.{ts,tsx}'],
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
