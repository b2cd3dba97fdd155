import type { StorybookConfig } from '@storybook/react-vite'
import { EMBED_IDS } from '../stories/fake-superset/embed-ids'

export default {
  framework: '@storybook/react-vite',
  stories: ['../stories/*.stories.tsx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  // One page for every embed id: which it is, it reads off its address.
  staticDirs: EMBED_IDS.map((id) => ({
    from: '../stories/fake-superset/page.html',
    to: `/fake-superset/embedded/${id}`,
  })),
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  features: { sidebarOnboardingChecklist: false },
  typescript: { reactDocgen: 'react-docgen' },
  viteFinal: (config) => ({
    ...config,
    // Stories import `guestpass` by name, and tsconfig.json says where that is.
    resolve: { ...config.resolve, tsconfigPaths: true },
  }),
} satisfies StorybookConfig
