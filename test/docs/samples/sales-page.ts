export { SalesPage } from '../../../examples/testing/sales-page'
