import { createRoot } from 'react-dom/client'
import { App } from './app'

const root = document.getElementById('app')
if (root) {
  // Without StrictMode, which starts everything twice in development: the page counts the requests for tokens.
  createRoot(root).render(<App />)
}
