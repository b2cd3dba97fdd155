import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumOptions } from '../../scripts/browsers/chromium.ts'

export default defineConfig({
  root: import.meta.dirname,
  test: {
    projects: [
      {
        test: {
          name: 'jsdom',
          environment: 'jsdom',
          include: ['*.test.tsx'],
          setupFiles: './patience.ts',
          testTimeout: 60_000,
        },
      },
      {
        // What a first test would otherwise find out, and begin again.
        optimizeDeps: {
          include: [
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-dev-runtime',
            '@testing-library/react',
            'swr',
            'jose/jwt/decode',
          ],
        },
        test: {
          name: 'browser',
          // The other test file mocks the network of Node.
          include: ['sales-page.test.tsx'],
          setupFiles: './patience.ts',
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: await chromiumOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
