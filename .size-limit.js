// What a page loads first, as the app's bundler has it. Three parts are loaded on demand, and are not counted: the code that
// speaks with Superset's page (5.6 kB, gzipped), which loads while the frame loads; Embeddable's part (2.9 kB); and jose, for a
// back-end that answers with a bare token.
//
// The goals are 11,320 B for everything of the vanilla entry, and 14,030 B for everything of React. The second is missed by
// 0.3 %. The other limits are the measured sizes plus 1 %. Minified, the largest parts of the vanilla entry are the token ledger
// with its source (5.5 kB), the embed machine with its driver (5.2 kB), and the options with their checks (4 kB).

// Peers, dependencies and Node's own, which an app counts once for everybody.
const OTHERS = [
  ...['react', 'react-dom', 'swr', 'jose', 'express', 'minijinja-js', 'yaml', '@testing-library/react'],
  ...['guestpass', 'fs/promises'],
]

export default [
  one('*', 'vanilla', '11320 B'),
  one('*', 'index', '14100 B'),

  // What a page has that uses one thing alone: what it does not use stays out.
  // A token costs a quarter of a dashboard; the error class next to nothing.
  one('{ embedDashboard }', 'vanilla', '10830 B'),
  one('{ preload }', 'vanilla', '6620 B'),
  one('{ EmbeddedDashboard }', 'index', '13390 B'),
  // Without what is shown in place of a dashboard, which is then the app's own.
  one('{ useEmbed, useScrollSize }', 'index', '11270 B'),
  one('{ useGuestToken }', 'index', '5230 B'),
  one('{ usePreload }', 'index', '6890 B'),
  one('{ GuestpassProvider }', 'index', '450 B'),
  one('{ GuestpassError }', 'index', '570 B'),

  // The records of the databases are 2.8 kB, and only in the imports with `rls`: tsup.config.ts keeps them in a chunk.
  // On a server or a worker: a route has its handler or `guestTokens`, one issuer, and `rls` where its rules have values.
  one('*', 'server', '24590 B'),
  one('{ guestTokenHandler }', 'server', '7570 B'),
  one('{ rls }', 'server', '7610 B'),
  one('{ supersetJwt }', 'server', '6280 B'),
  one('{ supersetApi }', 'server', '10100 B'),
  one('{ presetJwt }', 'server', '7130 B'),
  one('{ presetApi }', 'server', '9000 B'),
  one('{ embeddableApi }', 'server', '6370 B'),
  one('{ combineIssuers }', 'server', '3220 B'),
  one('{ guestTokens }', 'express', '7970 B'),

  // In development and in tests alone.
  one('*', 'preview', '9730 B'),
  one('*', 'testing', '14720 B'),
  one('*', 'testing-react', '710 B'),

  // The file for a script tag has Embeddable's part and jose's decoder in it, since its hash covers nothing loaded later.
  { name: 'guestpass.global.js', path: 'dist/guestpass.global.js', limit: '19610 B', gzip: true },
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
