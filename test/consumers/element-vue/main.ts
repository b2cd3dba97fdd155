import 'guestpass/element'
import type {} from 'guestpass/element/vue'
import { createApp } from 'vue'
import App from './App.vue'

createApp(App).mount('#app')
