/** `npm run test:rest`: what `.ci/run` runs after `npm test`. */

import { appStep } from './app-step.ts'
import { prepareStep } from './prepare-step.ts'
import { RESULTS, runSteps } from './steps.ts'
import { SUPERSET_STEPS } from './superset-steps.ts'
import { vitestStep } from './vitest-step.ts'

await runSteps('rest', [
  prepareStep('browsers', ['chromium', 'firefox', 'webkit', 'whole-chromium']),
  { name: 'build', command: ['tsup', '--silent', '--no-dts'] },
  // pip keeps a core busy for a minute.
  { ...prepareStep('Superset', ['superset', 'flask']), cores: 1 },
  { name: 'Storybook', command: ['storybook', 'build', '--quiet'] },
  { name: 'API reference', command: ['typedoc', '--options', 'docs/.vitepress/typedoc.jsonc'] },
  { name: 'site', command: ['vitepress', 'build', 'docs'], after: ['API reference'] },
  {
    name: 'stories in Chromium',
    command: ['playwright', 'test', '-c', 'test/stories/playwright.config.ts'],
    results: { file: `${RESULTS}/stories.json`, format: 'playwright' },
    after: ['browsers', 'Storybook'],
    cores: 2,
  },
  {
    name: 'site in Chromium',
    command: ['playwright', 'test', '-c', 'test/site/playwright.config.ts'],
    results: { file: `${RESULTS}/site.json`, format: 'playwright' },
    after: ['browsers', 'site'],
  },
  {
    name: 'quick faults in Chromium',
    command: ['node', 'test/faults/run.ts', '--quick'],
    results: { file: `${RESULTS}/faults.json`, format: 'outcome' },
    after: ['browsers', 'build'],
    cores: 2,
  },
  { ...appStep({ project: 'chromium' }), after: ['browsers', 'build'] },
  {
    ...appStep({
      project: 'firefox',
      specs: ['main-job', 'react', 'vanilla', 'origin', 'e2e/filters', 'e2e/view', 'embeddable'],
    }),
    after: ['browsers', 'build'],
  },
  {
    ...appStep({
      project: 'webkit',
      specs: ['main-job', 'react', 'vanilla', 'back', 'e2e/filters', 'e2e/view', 'embeddable'],
    }),
    after: ['browsers', 'build'],
  },
  { ...vitestStep('components with React 18', 'react-18', ['--project=react-18']), cores: 1 },
  prepareStep('nginx', ['nginx']),
  { ...vitestStep('behind nginx', 'nginx', ['--project=nginx']), after: ['nginx'] },
  ...SUPERSET_STEPS.map((step) => ({ ...step, after: ['Superset', 'build'] })),
])
