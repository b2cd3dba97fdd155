import { createRoot } from 'react-dom/client'
import { App } from './app'

const root = document.getElementById('app')
if (root) {
  // Not in StrictMode: it starts everything twice in development, and what is asked for is counted here.
  createRoot(root).render(<App />)
}
