import type { UntranslatedOptions } from './untranslated-options'

/** Truthy when the options contain names in place of ids. */
export const hasNames = ({ dashboard, filters }: UntranslatedOptions): unknown => dashboard || filters

/** Loads the code that replaces the names of filters and tabs with their ids. Only apps that pass a generated `dashboard` need it. */
export const loadNames = () => import('./names/translate-names')
