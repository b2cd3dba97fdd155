import type { StorybookConfig } from '@storybook/react-vite'
import { mergeConfig } from 'vite'
import { SOURCE_ALIASES } from '../scripts/source-aliases.ts'

export default {
  framework: '@storybook/react-vite',
  stories: ['../stories/*.mdx', '../stories/*.stories.tsx'],
  staticDirs: [{ from: '../docs/public/icon.svg', to: '/favicon.svg' }],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  features: { sidebarOnboardingChecklist: false },
  // The slower of the two. Only this one reads defaults and choices from the types.
  typescript: {
    reactDocgen: 'react-docgen-typescript',
    reactDocgenTypescriptOptions: {
      include: ['src/react/*.tsx', 'stories/*.tsx'],
      shouldExtractLiteralValuesFromEnum: true,
      shouldRemoveUndefinedFromOptional: true,
      propFilter: ({ parent }) => !parent?.fileName.includes('node_modules'),
    },
  },
  viteFinal: (config) => mergeConfig(config, { resolve: { alias: SOURCE_ALIASES } }),
} satisfies StorybookConfig
