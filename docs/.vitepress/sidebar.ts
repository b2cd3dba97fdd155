import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { DefaultTheme } from 'vitepress'

/** The guides, in the groups and in the order of README.md: `test/docs/sidebar.test.ts` compares the two. */
export const GUIDES: readonly Group[] = [
  { text: 'Start', pages: { 'getting-started': 'Five minutes' } },
  {
    text: 'Your dashboards',
    pages: { superset: 'Superset from zero', preset: 'Preset', embeddable: 'Embeddable' },
  },
  {
    text: 'Your server',
    pages: {
      server: 'Express, Hono, Workers, Deno, Bun',
      next: 'Next.js',
      'other-back-ends': 'Python and other languages',
      'many-instances': 'Many instances',
      element: 'Vue, Angular, plain HTML',
      'script-tag': 'A script tag',
    },
  },
  {
    text: 'What each viewer may see',
    pages: {
      grants: 'Grants',
      'row-level-security': 'Row-level security',
      'security-context': 'Security contexts',
      isolation: 'Proof of isolation',
    },
  },
  {
    text: 'What viewers see',
    pages: {
      'theming-and-states': 'States, looks, accessibility',
      view: 'Tab, filters and clicks',
      refresh: 'Refresh',
      'keep-alive': 'Instant return',
      share: 'Sharing a view',
      links: 'Links',
      rows: 'Rows for your own components',
      'one-chart': 'A single chart',
      snapshot: 'Pictures and PDFs',
    },
  },
  {
    text: 'Before you go live',
    pages: {
      testing: 'Testing your app',
      security: 'Security',
      'going-to-production': 'Going to production',
      operating: 'Operating',
    },
  },
  {
    text: 'Moving here',
    pages: {
      'moving-from-the-official-sdk': 'From the official SDK',
      assistants: 'Rules for assistants',
    },
  },
]

const ENTRIES = [
  'guestpass',
  'guestpass/vanilla',
  'guestpass/element',
  'guestpass/server',
  'guestpass/express',
  'guestpass/preview',
  'guestpass/snapshot',
  'guestpass/testing',
  'guestpass/testing/react',
  'guestpass/testing/server',
]

const REFERENCE: Group = {
  text: 'Reference',
  pages: { reference: 'Overview', ...Object.fromEntries(ENTRIES.map((entry) => [`api/${entry}/`, entry])) },
}

const COMMANDS: Group = {
  text: 'Command line',
  pages: { cli: 'All commands', doctor: 'guestpass doctor', generate: 'guestpass generate' },
}

const EVIDENCE: Group = {
  text: 'Evidence',
  pages: {
    compatibility: 'Compatibility',
    package: 'The package',
    benchmarks: 'Benchmarks',
    faults: 'Faults',
    fuzz: 'Fuzz',
    soak: 'Soak',
  },
}

export interface Group {
  readonly text: string
  /** The titles by the path below `docs`, without `.md`. */
  readonly pages: Readonly<Record<string, string>>
}

const docs = fileURLToPath(new URL('../', import.meta.url))

/** All groups, with the pages that exist. A page that no group names is in the group at the end. */
export function sidebar(): DefaultTheme.SidebarItem[] {
  const groups = [...GUIDES, REFERENCE, COMMANDS, EVIDENCE]
  const named = new Set(groups.flatMap(({ pages }) => Object.keys(pages)))
  const unnamed = pathsOf('*.md').filter((path) => path !== 'index' && !named.has(path))
  const more = { text: 'More', pages: Object.fromEntries(unnamed.map((path) => [path, titleOf(path)])) }
  return [
    ...[...GUIDES, REFERENCE].map(itemsOf),
    errors(),
    ...[COMMANDS, EVIDENCE, ...(unnamed.length > 0 ? [more] : [])].map(itemsOf),
  ]
}

function itemsOf({ text, pages }: Group): DefaultTheme.SidebarItem {
  const items = Object.entries(pages)
    .filter(([path]) => existsSync(fileOf(path)))
    .map(([path, title]) => ({ text: title, link: `/${path}` }))
  return { text, items }
}

/** The error pages, by code. */
function errors(): DefaultTheme.SidebarItem {
  const items = pathsOf('errors/*.md')
    .filter((path) => path !== 'errors/index')
    .map((path) => ({ text: path.slice('errors/'.length), link: `/${path}` }))
  return { text: 'Errors', collapsed: true, items: [{ text: 'All errors', link: '/errors/' }, ...items] }
}

const pathsOf = (pattern: string): readonly string[] =>
  globSync(pattern, { cwd: docs })
    .map((name) => name.slice(0, -'.md'.length))
    .sort()

const fileOf = (path: string) => `${docs}${path}${path.endsWith('/') ? 'index' : ''}.md`

const titleOf = (path: string) => /^# (.+)$/m.exec(readFileSync(fileOf(path), 'utf8'))?.[1] ?? path
