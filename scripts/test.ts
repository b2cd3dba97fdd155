import { resolve } from 'node:path'
import { appStep } from './app-step.ts'
import { ensureChromium } from './browsers/chromium.ts'
import { ensureFirefox } from './browsers/firefox.ts'
import { ensureWebkit } from './browsers/webkit.ts'
import { RESULTS, runSteps } from './steps.ts'

// The browsers first: a machine that lacks one says so before anything else has run.
await ensureChromium()
await ensureFirefox()
await ensureWebkit()

runSteps('test', [
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  {
    name: 'types of core, which sees neither DOM nor Node',
    command: ['tsc', '-p', 'src/core/tsconfig.json'],
  },
  { name: 'lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'what nothing uses', command: ['knip'] },
  { name: 'build', command: ['tsup', '--silent'] },
  { name: 'size', command: ['size-limit'] },
  {
    name: 'unit',
    command: ['vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${RESULTS}/unit.json`],
    results: { file: `${RESULTS}/unit.json`, format: 'vitest' },
  },
  {
    name: 'the tests of an app, in jsdom and in Chromium',
    command: [
      'vitest',
      'run',
      '--config=examples/testing/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${resolve(RESULTS)}/app-tests.json`,
    ],
    results: { file: `${RESULTS}/app-tests.json`, format: 'vitest' },
  },
  {
    name: 'the reference, from the types',
    command: ['typedoc', '--options', 'docs/.vitepress/typedoc.jsonc'],
  },
  { name: 'the site builds', command: ['vitepress', 'build', 'docs'] },
  { name: 'Storybook builds', command: ['storybook', 'build', '--quiet'] },
  {
    name: 'the stories in Chromium',
    command: ['playwright', 'test', '-c', 'test/stories/playwright.config.ts'],
    results: { file: `${RESULTS}/stories.json`, format: 'playwright' },
  },
  appStep({ browser: 'chromium' }),
  appStep({
    browser: 'firefox',
    specs: [
      'main-job',
      'react',
      'vanilla',
      'bad-input',
      'origin',
      'e2e/options',
      'e2e/filters',
      'e2e/height',
      'embeddable',
    ],
  }),
  appStep({
    browser: 'webkit',
    specs: ['main-job', 'react', 'vanilla', 'back', 'e2e/options', 'e2e/filters', 'embeddable'],
  }),
  {
    name: 'the faults that take a moment, in Chromium',
    command: ['node', 'test/faults/run.ts', '--quick'],
    results: { file: `${RESULTS}/faults.json`, format: 'outcome' },
  },
])
