export { sales } from '../../helpers/sales-descriptor'
