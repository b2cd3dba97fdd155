// What a page loads first, as the app's bundler has it. The parts that are loaded on demand are not counted: docs/benchmarks.md lists
// them with their sizes. jose is loaded on demand too, for a back-end that answers with a bare token.
//
// The limits are the measured sizes plus 1 %. The goal for `{ EmbeddedDashboard }` is 14,000 B and its limit 15,500 B. The goal
// for the first file for a script tag is at most 20,000 B. The viewer's place (the option `view`, and
// keeping it) costs 870 B, the queue of a page 430 B, kept dashboards 270 B, names 90 B, and a refresh 130 B. `preload` contains
// the driver of a dashboard. Minified, the largest parts of the vanilla entry are the token ledger with its source (5.5 kB), the embed
// machine with its driver (5.2 kB), and the options with their checks (5 kB).

// Peers, dependencies and Node's own, which an app counts once for everybody.
const OTHERS = [
  ...['react', 'react-dom', 'swr', 'jose', 'express', 'minijinja-js', 'yaml', '@testing-library/react'],
  ...['playwright', 'guestpass', 'fs', 'fs/promises', 'timers/promises', 'url'],
]

export default [
  one('*', 'vanilla', '14230 B'),
  // At most 1 kB more than vanilla. The element alone is at most 1 kB more than `{ embedDashboard }`.
  one('*', 'element', '14960 B'),
  one('*', 'index', '18100 B'),

  // A page that uses only one export. Its bundle does not contain the others.
  // A token costs a quarter of a dashboard; the error class next to nothing.
  one('{ embedDashboard }', 'vanilla', '13300 B'),
  one('{ GuestpassDashboardElement }', 'element', '14000 B'),
  one('{ preload }', 'vanilla', '12300 B'),
  one('{ EmbeddedDashboard }', 'index', '15500 B'),
  // Without what is shown in place of a dashboard, which is then the app's own.
  one('{ useEmbed, useScrollSize }', 'index', '13660 B'),
  one('{ useGuestToken }', 'index', '5400 B'),
  one('{ usePreload }', 'index', '12610 B'),
  one('{ useRows }', 'index', '3000 B'),
  one('{ GuestpassProvider }', 'index', '530 B'),
  one('{ GuestpassError }', 'index', '580 B'),

  // The records of the databases are 2.8 kB, and only in the imports with `rls`: tsup.config.ts keeps them in a chunk.
  // The log of first mistakes and the checks of likely mistakes in a grant load on demand.
  // On a server or a worker: a route has its handler or `guestTokens`, one issuer, and `rls` where its rules have values.
  one('*', 'server', '33860 B'),
  one('{ guestTokenHandler }', 'server', '13410 B'),
  one('{ rls }', 'server', '7630 B'),
  one('{ supersetJwt }', 'server', '8200 B'),
  one('{ supersetApi }', 'server', '12500 B'),
  one('{ presetJwt }', 'server', '7720 B'),
  one('{ presetApi }', 'server', '9760 B'),
  one('{ embeddableApi }', 'server', '7210 B'),
  one('{ combineIssuers }', 'server', '3250 B'),
  one('{ guestTokens }', 'express', '13780 B'),

  // Only in development and in tests.
  one('*', 'preview', '18830 B'),
  one('*', 'snapshot', '18900 B'),
  one('*', 'testing', '15940 B'),
  one('*', 'testing-react', '710 B'),
  one('*', 'testing-server', '3820 B'),

  // The files for a script tag. A page with a dashboard of Superset loads the first two.
  scriptFile('guestpass.global.js', '15990 B'),
  scriptFile('guestpass.global.page.js', '11140 B'),
  scriptFile('guestpass.global.rest.js', '12300 B'),
]

/** One import of an entry, as an app's bundler has it in what the page loads first. */
function one(what, file, limit) {
  const entry = file === 'index' ? 'guestpass' : `guestpass/${file.replace('-', '/')}`
  return {
    name: `import ${what} from '${entry}'`,
    path: `dist/${file}.js`,
    import: what,
    // What size-limit calls the file that holds the import.
    entry: ['index'],
    limit,
    gzip: true,
    ignore: OTHERS,
  }
}

/** A file as browsers load it, which no bundler changes. */
function scriptFile(name, limit) {
  return { name, path: `dist/${name}`, limit, gzip: true, disablePlugins: ['@size-limit/rolldown'] }
}
