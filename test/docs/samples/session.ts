import type { Request } from 'express'
import type { User } from './names'

/** The session of the app in the samples. */
export declare function currentUser(request: Request): User | undefined
