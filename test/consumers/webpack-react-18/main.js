import { EmbeddedDashboard } from 'guestpass'
import 'guestpass/styles.css'
import { createElement, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

const id = new URLSearchParams(location.search).get('id') ?? ''

createRoot(document.getElementById('root')).render(
  createElement(StrictMode, null, createElement(EmbeddedDashboard, { id })),
)
