import type { UntranslatedOptions } from './named-options'

/** Whether the options need the code that translates names. */
export const hasNames = ({ dashboard, filters }: UntranslatedOptions): boolean => !!(dashboard || filters)

/** Loads the code that translates names, which apps without a descriptor never use. */
export const loadNames = () => import('./names/translate-names')
