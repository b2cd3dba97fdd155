/** A dashboard without a slug: the constant then has the name of its title. */
export { sales as salesDashboard } from './dashboards.ts'
