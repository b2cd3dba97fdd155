import type { Theme } from 'vitepress'
import theme, { VPFeatures } from 'vitepress/theme'
import { LiveExample } from './live-example.ts'
import './colours.css'
import './home.css'
import './tables.css'

export default {
  extends: theme,
  enhanceApp({ app }) {
    app.component('LiveExample', LiveExample)
    app.component('Points', VPFeatures)
  },
} satisfies Theme
