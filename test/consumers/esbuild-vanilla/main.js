import { embedDashboard } from 'guestpass/vanilla'

const id = new URLSearchParams(location.search).get('id') ?? ''
const mountPoint = document.getElementById('root')

await embedDashboard({ id, mountPoint, onReady: () => mountPoint.setAttribute('data-state', 'ready') })
