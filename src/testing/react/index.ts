/**
 * The testing tools that need React.
 *
 * @module guestpass/testing/react
 */

'use client'

export { ViewAs, type ViewAsProps } from './view-as'
