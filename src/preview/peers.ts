import { ToolError } from '../core/tool-error'

/** What renders and reads a model; optional peers, since only this entry needs them. */
export interface Peers {
  readonly Environment: typeof import('minijinja-js').Environment
  readonly yaml: typeof import('yaml')
}

/** @throws {ToolError} `peer-missing` */
export async function loadPeers(): Promise<Peers> {
  const [yaml, { Environment }] = await Promise.all([loadYaml(), import('minijinja-js').catch(missing)])
  return { Environment, yaml }
}

/** @throws {ToolError} `peer-missing` */
export function loadYaml(): Promise<Peers['yaml']> {
  return import('yaml').catch(missing)
}

function missing(cause: unknown): never {
  throw new ToolError(
    'peer-missing',
    'guestpass/preview needs two packages: npm install --save-dev minijinja-js yaml',
    { cause },
  )
}
