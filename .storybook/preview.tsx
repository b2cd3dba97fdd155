import type { Preview } from '@storybook/react-vite'
import { createFakeSuperset } from 'guestpass/testing'
import { configure } from 'storybook/test'
import type { AppParameters } from './app-parameters'
import { TOOLBAR, withApp } from './around'
import { systemScheme, themeOf } from './brand'

// A second, which is what a play waits otherwise, is not much on a busy machine.
configure({ asyncUtilTimeout: 20_000 })

export default {
  tags: ['autodocs'],
  // One for each story, so that none has another one's tokens.
  loaders: [
    async ({ parameters }) => {
      const { lifetimeSeconds, arrange } = parameters as AppParameters
      const superset = createFakeSuperset({ lifetimeSeconds })
      arrange?.(superset)
      return { superset }
    },
  ],
  beforeEach:
    ({ loaded }) =>
    () =>
      loaded['superset'].stop(),
  decorators: [withApp],
  globalTypes: TOOLBAR,
  initialGlobals: { scheme: systemScheme(), direction: 'ltr', width: '100%', stylesheet: 'with' },
  parameters: {
    a11y: { test: 'error' },
    controls: { expanded: true },
    layout: 'fullscreen',
    backgrounds: { disable: true },
    docs: { theme: themeOf(systemScheme()) },
    options: {
      storySort: {
        order: [
          'Start',
          'Component',
          'Hooks',
          'States',
          ['Loading', 'Ready', 'Without a dashboard'],
          'Errors',
          ['Overview', 'Each error'],
          'Looks',
          ['Design tokens', 'Our stylesheet', 'Your own'],
          'Two systems',
          'Testing',
        ],
      },
    },
  },
} satisfies Preview
