import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const isCustomElement = (name: string) => name === 'guestpass-dashboard'

export default defineConfig({ plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] })
