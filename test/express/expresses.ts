import express5, { type Express } from 'express'
import express4 from 'express4'

/** The two versions, with the types of the newer one. */
export const EXPRESSES = [
  ['Express 5', express5 as typeof express5 & (() => Express)],
  ['Express 4', express4 as unknown as typeof express5],
] as const
