import type { UntranslatedOptions } from './untranslated-options'

/** Truthy when the options need the code that translates names. */
export const hasNames = ({ dashboard, filters }: UntranslatedOptions): unknown => dashboard || filters

/** Loads the code that translates names, which apps without a descriptor never use. */
export const loadNames = () => import('./names/translate-names')
