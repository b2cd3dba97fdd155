/** Runs before each test file: files that share a process do not share the state of modules. Packages stay loaded. */

import { vi } from 'vitest'

vi.resetModules()
