/** `node scripts/release-addresses.ts`: writes the addresses of this release into `package.json`, before it is packed. */

import { readFileSync, writeFileSync } from 'node:fs'
import { manifestFieldsOf, readAddresses } from './release/addresses.ts'

const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const fields = manifestFieldsOf(readAddresses())
writeFileSync('package.json', `${JSON.stringify({ ...manifest, ...fields }, null, 2)}\n`)
