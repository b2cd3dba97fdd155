import { GuestpassError } from '../core/errors'

/** What renders and reads a model; optional peers, since only this entry needs them. */
export interface Peers {
  readonly Environment: typeof import('minijinja-js').Environment
  readonly yaml: typeof import('yaml')
}

/** @throws {GuestpassError} `peer-missing` */
export async function loadPeers(): Promise<Peers> {
  try {
    const [{ Environment }, yaml] = await Promise.all([import('minijinja-js'), import('yaml')])
    return { Environment, yaml }
  } catch (cause) {
    throw new GuestpassError(
      'peer-missing',
      'guestpass/preview needs two packages: npm install --save-dev minijinja-js yaml',
      { cause },
    )
  }
}
