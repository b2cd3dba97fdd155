/** `npm test`: every check that a change needs before it is shared, within 6 minutes on 2 cores. */

import { appStep } from './app-step.ts'
import { prepareStep } from './prepare-step.ts'
import { runSteps } from './steps.ts'
import { vitestStep } from './vitest-step.ts'

/** TypeScript 7 checks five times as fast as 6, which stays for the tools that need its API. */
const TSC = 'node_modules/typescript-7/bin/tsc'
const TYPES_CACHE = '.cache/types.tsbuildinfo'

await runSteps('test', [
  // The installations run in the background of the checks.
  prepareStep('Chromium', ['chromium']),
  {
    ...prepareStep('servers for unit tests', ['redis', 'flask', 'postgresql', 'mariadb']),
    after: ['Chromium'],
  },
  { name: 'build', command: ['tsup', '--silent'] },
  {
    name: 'types',
    command: ['node', TSC, '-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', TYPES_CACHE],
  },
  { name: 'types of core, without DOM and Node', command: ['node', TSC, '-p', 'src/core/tsconfig.json'] },
  { name: 'lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'text', command: ['node', 'scripts/lint-text.ts'] },
  { name: 'sizes', command: ['size-limit'], after: ['build'] },
  { name: 'unused code', command: ['knip'] },
  { ...appStep({ project: 'main-job' }), after: ['Chromium', 'build'] },
  {
    ...vitestStep('unit tests', 'unit', ['--project=unit', '--project=pages', '--project=redis']),
    after: ['servers for unit tests'],
    cores: 2,
  },
  {
    ...vitestStep('tests of the package', 'package', ['--project=package']),
    after: ['Chromium', 'build'],
  },
  {
    ...vitestStep('tests of an app, in jsdom and Chromium', 'app-tests', [
      '--config=examples/testing/vitest.config.ts',
    ]),
    after: ['Chromium', 'build'],
  },
])
