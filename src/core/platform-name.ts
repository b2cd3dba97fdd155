/** The systems that a dashboard can belong to. Each of them has its own way into a page. */
export type PlatformName = 'superset' | 'embeddable'
