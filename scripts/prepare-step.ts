import type { ProgramName } from './prepare.ts'
import type { Step } from './steps.ts'

/** A step that installs programs which tests need. It takes a moment where they are installed already. */
export function prepareStep(name: string, programs: readonly [ProgramName, ...ProgramName[]]): Step {
  return { name, command: ['node', 'scripts/prepare.ts', ...programs], cores: 0 }
}
