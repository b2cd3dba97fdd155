import 'guestpass/element'
import { sales } from './sales.js'

const dashboard = document.querySelector('guestpass-dashboard')
const output = document.querySelector('output')

dashboard.addEventListener('ready', () => output.append('ready. '))
dashboard.addEventListener('select', ({ detail: { chart, values } }) =>
  output.append(`select ${chart}: ${Object.values(values)}. `),
)
dashboard.dashboard = sales
dashboard.filters = { Country: ['USA'] }
