// jose is left out of both: it is loaded on demand, by those alone whose back-end answers with a bare token.
//
// The goals are the official SDK's own 3590 B for what it does, and 6000 B for the whole vanilla client; both are
// missed. The bytes go to what that SDK has nothing of, minified: one token source for all dashboards of a viewer and
// its tabs (4 KB), the machine that heals a page that reloads, crashes, hangs or comes out of the back/forward cache
// (3.5 KB), a height that follows the content (3 KB), reading off the page whether it shows anything (1.5 KB), every
// call with its types checked, its time limit and its signal (2.5 KB), filters (2 KB), preloading (1 KB), and a sentence
// for every error. With filters, themes, uiConfig, preloading, calls, heights and the reading off the page all stubbed
// out, 7,550 B are left, gzipped: what keeps a token and a frame alive is by itself more than the goal for everything.
//
// The React entry has 1.1 KB more of what a viewer meets: sentences without jargon that an app can replace, a placeholder
// that moves nothing, slots, a skip link, a live region, and the focus kept. What Embeddable takes is a part of its own,
// which a page without one never loads (2.5 KB, not counted here); 280 B of it are here: telling by the token whose
// dashboard it is, and loading that part.
//
// 70 B in both are the address at the end of every error's message, and what takes it off again; 35 B more in React are
// the link to it under Details.
//
// 40 B in both are that each page draws the time of its renewals.
//
// 24 B in both are that a viewer who comes back while the session is doubted does not ask beside a request under way.

// Peers, dependencies and Node's own, which an app counts once for everybody.
const OTHERS = [
  ...['react', 'react-dom', 'swr', 'jose', 'express', 'minijinja-js', 'yaml', '@testing-library/react'],
  ...['guestpass', 'fs/promises'],
]

export default [
  {
    name: 'guestpass/vanilla',
    path: 'dist/vanilla.js',
    entry: ['vanilla'],
    limit: '11370 B',
    gzip: true,
    ignore: ['jose'],
  },
  {
    name: 'guestpass (React)',
    path: 'dist/index.js',
    entry: ['index'],
    limit: '14110 B',
    gzip: true,
    ignore: ['react', 'react-dom', 'swr', 'jose'],
  },

  // What a page has that uses one thing alone: what it does not use stays out, and so do the parts loaded on demand.
  // A token costs a quarter of a dashboard; the error class and `isFinal` next to nothing.
  one('{ embedDashboard }', 'vanilla', '11110 B'),
  one('{ preload }', 'vanilla', '4620 B'),
  one('{ EmbeddedDashboard }', 'index', '13230 B'),
  // Without what is shown in place of a dashboard, which is then the app's own.
  one('{ useEmbed, useScrollSize }', 'index', '11460 B'),
  one('{ useGuestToken }', 'index', '3670 B'),
  one('{ usePreload }', 'index', '4780 B'),
  one('{ GuestpassProvider }', 'index', '400 B'),
  one('{ GuestpassError, isFinal }', 'index', '400 B'),

  // The records of the databases are 2.8 kB, and only in the imports with `rls`: tsup.config.ts keeps them in a chunk.
  // On a server or a worker: a route has its handler or `guestTokens`, one issuer, and `rls` where its rules have values.
  one('*', 'server', '24300 B'),
  one('{ guestTokenHandler }', 'server', '7370 B'),
  one('{ rls }', 'server', '7400 B'),
  one('{ supersetJwt }', 'server', '5330 B'),
  one('{ supersetApi }', 'server', '9150 B'),
  one('{ presetJwt }', 'server', '6200 B'),
  one('{ presetApi }', 'server', '8085 B'),
  one('{ embeddableApi }', 'server', '6220 B'),
  one('{ combineIssuers }', 'server', '3015 B'),
  one('{ guestTokens }', 'express', '7700 B'),

  // In development and in tests alone.
  one('*', 'preview', '9850 B'),
  one('*', 'testing', '14300 B'),
  one('*', 'testing-react', '720 B'),

  // The file for a script tag has Embeddable's part and jose's decoder in it, since its hash covers nothing loaded later.
  { name: 'guestpass.global.js', path: 'dist/guestpass.global.js', limit: '14120 B', gzip: true },
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
