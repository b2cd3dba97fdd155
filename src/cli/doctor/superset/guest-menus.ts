/** The menu of a chart, the menu of a mark in it (right mouse button), and the menu of the dashboard. */
export type MenuName = 'chart' | 'mark' | 'dashboard'

/** An entry that a viewer sees only with these permissions of the guest role. */
export interface OptionalEntry {
  readonly menu: MenuName
  readonly entry: string
  /** As Superset's API writes them. */
  readonly permissions: readonly string[]
}

/** The permissions that a dashboard needs, as docs/superset.md gives them to the guest role. */
export const NEEDED_PERMISSIONS = [
  'can_read on CurrentUserRestApi',
  'can_read on Dashboard',
  'can_read on Chart',
  'can_time_range on Api',
  'can_write on DashboardPermalinkRestApi',
] as const

const DRILL = ['can_drill on Dashboard', 'can_get_drill_info on Dataset'] as const

/** Measured on Superset 6.1.0: `npm run compat` takes the permissions away one by one (test/compatibility/menus.spec.ts). */
export const OPTIONAL_ENTRIES: readonly OptionalEntry[] = [
  { menu: 'chart', entry: 'View query', permissions: ['can_view_query on Dashboard'] },
  { menu: 'chart', entry: 'View as table', permissions: ['can_view_chart_as_table on Dashboard'] },
  { menu: 'chart', entry: 'Drill to detail', permissions: [...DRILL, 'can_samples on Datasource'] },
  { menu: 'chart', entry: 'Share', permissions: ['can_share_chart on Superset'] },
  { menu: 'chart', entry: 'Download', permissions: ['can_csv on Superset'] },
  { menu: 'chart', entry: 'Edit chart', permissions: ['can_explore on Superset'] },
  { menu: 'mark', entry: 'Drill to detail by', permissions: [...DRILL, 'can_samples on Datasource'] },
  { menu: 'mark', entry: 'Drill by', permissions: [...DRILL, 'can_write on ExploreFormDataRestApi'] },
  { menu: 'dashboard', entry: 'Share', permissions: ['can_share_dashboard on Superset'] },
]
