/**
 * The part of the testing tools that is React's.
 *
 * @module guestpass/testing/react
 */

'use client'

export { ViewAs, type ViewAsProps } from './view-as'
