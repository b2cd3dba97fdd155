/** The script of the app's page: the dashboard of its address, as an app without a framework embeds it. */
import { embedDashboard } from '../../src/vanilla'

const mountPoint = document.querySelector('div')
const id = new URLSearchParams(location.search).get('dashboard') ?? ''
if (mountPoint) embedDashboard({ id, mountPoint, tokenUrl: '/viewer/guest-token', height: '600px' })
