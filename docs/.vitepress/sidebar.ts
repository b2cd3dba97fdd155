import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { DefaultTheme } from 'vitepress'

/** The pages in the order in which a person reads them. */
const GROUPS: readonly (readonly [group: string, pages: readonly Page[]])[] = [
  ['Begin', [page('getting-started', 'Five minutes')]],
  [
    'Guides',
    [
      page('superset', 'Superset from zero'),
      page('preset', 'Preset'),
      page('other-back-ends', 'Other back-ends'),
      page('embeddable', 'Embeddable'),
      page('security-context', 'Security contexts'),
      page('next', 'Next.js'),
      page('element', 'Vue, Angular, plain HTML'),
      page('script-tag', 'Without a bundler'),
      page('server', 'The token route'),
      page('grants', 'Grants'),
      page('row-level-security', 'Row-level security'),
      page('many-instances', 'Many instances'),
      page('testing', 'Testing your app'),
      page('theming-and-states', 'Theming and states'),
      page('view', 'Tab, filters and clicks'),
      page('refresh', 'Refresh'),
      page('keep-alive', 'Instant return'),
      page('share', 'Sharing a view'),
      page('one-chart', 'A single chart'),
      page('rows', 'Rows for your own components'),
      page('isolation', 'Proof of isolation'),
      page('snapshot', 'Pictures and PDFs'),
      page('links', 'Links'),
      page('security', 'Security'),
      page('going-to-production', 'Going to production'),
      page('operating', 'Operating'),
      page('moving-from-the-official-sdk', 'Moving from the official SDK'),
      page('assistants', 'Rules for assistants'),
    ],
  ],
  [
    'Reference',
    [
      page('reference', 'Overview'),
      ...[
        '',
        '/vanilla',
        '/element',
        '/server',
        '/express',
        '/preview',
        '/snapshot',
        '/testing',
        '/testing/react',
        '/testing/server',
      ].map((entry) => page(`api/guestpass${entry}`, `guestpass${entry}`)),
    ],
  ],
  [
    'Evidence',
    [
      page('benchmarks', 'Benchmarks'),
      page('compatibility', 'Compatibility'),
      page('faults', 'Faults'),
      page('soak', 'Soak'),
      page('fuzz', 'Fuzz'),
      page('package', 'The package'),
    ],
  ],
  [
    'Command line',
    [page('doctor', 'guestpass doctor'), page('generate', 'guestpass generate'), page('cli', 'All commands')],
  ],
]

interface Page {
  readonly path: string
  readonly text: string
}

function page(path: string, text: string): Page {
  return { path, text }
}

const docs = fileURLToPath(new URL('../', import.meta.url))

/** Those of the pages that are there, the error pages by code, and at the end whatever is not named above. */
export function sidebar(): DefaultTheme.SidebarItem[] {
  const named = GROUPS.flatMap(([, pages]) => pages.map(({ path }) => path))
  const groups = GROUPS.map(([text, pages]) =>
    group(
      text,
      pages.filter(({ path }) => existsSync(file(path))),
    ),
  )
  const errors = globSync('errors/*.md', { cwd: docs })
    .map((name) => name.slice(0, -'.md'.length))
    .filter((path) => path !== 'errors/index')
    .sort()
  const unnamed = globSync('*.md', { cwd: docs })
    .map((name) => name.slice(0, -'.md'.length))
    .filter((path) => path !== 'index' && !named.includes(path))
  groups.splice(3, 0, {
    text: 'Errors',
    link: '/errors/',
    collapsed: true,
    items: errors.map((path) => ({ text: path.slice('errors/'.length), link: `/${path}` })),
  })
  if (unnamed.length > 0)
    groups.push(
      group(
        'More',
        unnamed.map((path) => page(path, titleOf(path))),
      ),
    )
  return groups
}

function group(text: string, pages: readonly Page[]): DefaultTheme.SidebarItem {
  return { text, items: pages.map((one) => ({ text: one.text, link: `/${one.path}` })) }
}

function file(path: string): string {
  return `${docs}${path}.md`
}

function titleOf(path: string): string {
  return /^# (.+)$/m.exec(readFileSync(file(path), 'utf8'))?.[1] ?? path
}
