import { createWaitingLine } from '../server/waiting-line'

/** The line for the snapshots of this process. Each needs a browser with a core and 500 MB, so only some run at the same time. */
export const runInTurn = createWaitingLine()
