/**
 * `npm run reports`: writes down what of the build is checked in, so that a change of it is seen in the diff: the API
 * reports, and the hashes of the files for a script tag in their guide. The tests compare both.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { writeApiReports } from './reports/api.ts'
import { SCRIPT_TAG_GUIDE, withHashes } from './reports/script-tag.ts'

writeFileSync(SCRIPT_TAG_GUIDE, withHashes(readFileSync(SCRIPT_TAG_GUIDE, 'utf8')))
writeApiReports()
