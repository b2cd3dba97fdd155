import type { KnipConfig } from 'knip'

/** The files from which knip follows imports to find unused code. `package.json` has the other entries. */
export default {
  entry: [
    // Bundled for a browser by the servers beside them.
    'examples/app/main.tsx',
    'examples/sandbox/embeddable/script.ts',
    'examples/sandbox/page/embedded.ts',
    'test/doctor/page.ts',
    // Bundled by scripts/script-file.
    'src/vanilla/load-part.ts',
    // Run by hand.
    'scripts/superset/verify.ts',
    // Only the compiler reads these.
    'test/cli/generate/golden/*.ts',
    'test/types/*.{ts,tsx}',
    'test/docs/samples/*.ts',
    // Apps of their own: Next.js, and the matrix's.
    'examples/next/{next.config.ts,app/**}',
    'test/consumers/*/*.{js,jsx,ts,tsx,vue}',
    // Copied into the Next.js example by scripts/examples-next.ts.
    'test/next/route.ts',
  ],
  project: ['**/*.{js,jsx,mjs,ts,tsx,mdx,vue}'],
  vitest: {
    config: [
      'vitest.config.ts',
      'examples/testing/vitest.config.ts',
      'test/{generate,issuers,next}/vitest.config.ts',
    ],
  },
  playwright: { config: ['playwright.config.ts', 'test/{compatibility,site,stories}/playwright.config.ts'] },
  // It looks beside the folder that is the config's root.
  ignoreUnresolved: ['./patience.ts'],
  vitepress: { config: ['docs/.vitepress/config.ts'], entry: ['docs/.vitepress/theme/index.ts'] },
  typedoc: { config: ['docs/.vitepress/typedoc.jsonc'] },
  // A type that an exported function takes or answers with is exported beside it.
  ignoreExportsUsedInFile: { interface: true, type: true },
  ignoreDependencies: [
    // An alias in vitest.config.ts.
    'react-18',
    // Apps of the matrix list these in their own package.json.
    '@angular/core',
    '@angular/platform-browser',
    '@vitejs/plugin-vue',
    'next',
  ],
  // Of Linux itself.
  ignoreBinaries: ['setpriv'],
} satisfies KnipConfig
