// Stores a view that is too large for an address. The handler recognizes the request by its path.
export { POST } from '../route'
