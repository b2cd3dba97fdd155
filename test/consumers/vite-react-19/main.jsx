import { EmbeddedDashboard } from 'guestpass'
import 'guestpass/styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

const id = new URLSearchParams(location.search).get('id') ?? ''

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <EmbeddedDashboard id={id} />
  </StrictMode>,
)
