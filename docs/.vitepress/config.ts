import { defineConfig } from 'vitepress'
import manifest from '../../package.json' with { type: 'json' }
import { SOURCE_ALIASES } from '../../scripts/source-aliases.ts'
import { checkSite } from './check.ts'
import { markdown, REPOSITORY, SITE } from './markdown.ts'
import { sidebar } from './sidebar.ts'
import { slug } from './slug.ts'
import { copyTwinsOfIndexes, twins } from './twins.ts'

// Nothing of the site is loaded from another host: fonts and the search index are its own.
export default defineConfig({
  title: 'guestpass',
  description: manifest.description,
  lang: 'en-GB',
  cleanUrls: true,
  outDir: '../.cache/site',
  cacheDir: '../.cache/vitepress',
  head: [
    ['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }],
    // A release waits until the site names its version: scripts/release.
    ['meta', { name: 'guestpass-version', content: manifest.version }],
  ],
  markdown: { config: markdown, anchor: { slugify: slug } },
  vite: {
    resolve: { alias: SOURCE_ALIASES },
    build: {
      rollupOptions: {
        // `'use client'` is for other bundlers.
        onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
      },
    },
    plugins: twins(SITE),
  },
  buildEnd({ outDir, pages }) {
    copyTwinsOfIndexes(outDir, pages)
    checkSite(outDir)
  },
  themeConfig: {
    logo: '/icon.svg',
    nav: [
      { text: 'Guides', link: '/getting-started', activeMatch: '^/(?!reference|api|errors|$)' },
      { text: 'Reference', link: '/reference', activeMatch: '^/(reference|api)' },
      { text: 'Errors', link: '/errors/', activeMatch: '^/errors/' },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    search: {
      provider: 'local',
      // The guides come before the 250 pages that are made from types.
      options: {
        miniSearch: {
          searchOptions: { boostDocument: (path: string) => (path.includes('/api/') ? 0.2 : 1) },
        },
      },
    },
    ...(REPOSITORY && { editLink: { pattern: `${REPOSITORY}/edit/main/docs/:path` } }),
    socialLinks: REPOSITORY ? [{ icon: 'github', link: REPOSITORY }] : [],
    footer: { message: `guestpass ${manifest.version} · Apache-2.0` },
  },
})
