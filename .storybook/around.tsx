import type { Decorator, Preview } from '@storybook/react-vite'
import type { FakeSuperset } from 'guestpass/testing'
import type { CSSProperties } from 'react'
import styles from '../src/react/styles.css?inline'
import type { AppParameters } from './app-parameters'
import { Recorder } from './token-timeline/recorder'

/** The tools above a story, which change the app around it. */
export const TOOLBAR = {
  scheme: {
    description: 'Light or dark',
    toolbar: { icon: 'contrast', items: ['light', 'dark'], dynamicTitle: true },
  },
  direction: {
    description: 'The direction of the text',
    toolbar: { icon: 'transfer', items: ['ltr', 'rtl'], dynamicTitle: true },
  },
  width: {
    description: 'The width of the box around the dashboard',
    toolbar: {
      icon: 'mobile',
      items: [
        { value: '100%', title: 'full width' },
        ...[320, 360, 768, 1_280].map((px) => ({ value: `${px}px`, title: `${px} px` })),
      ],
      dynamicTitle: true,
    },
  },
  stylesheet: {
    description: 'guestpass/styles.css',
    toolbar: {
      icon: 'paintbrush',
      items: [
        { value: 'with', title: 'with our stylesheet' },
        { value: 'without', title: 'without our stylesheet' },
      ],
      dynamicTitle: true,
    },
  },
} satisfies NonNullable<Preview['globalTypes']>

/** The app around each story. */
export const withApp: Decorator = (Story, { loaded, globals, parameters, viewMode }) => {
  const { tokenUrl, route } = loaded['superset'] as FakeSuperset
  const { fetch = route.fetch } = parameters as AppParameters
  const { scheme, direction, width, stylesheet } = globals
  const page: CSSProperties = {
    colorScheme: scheme,
    background: 'Canvas',
    color: 'CanvasText',
    padding: 16,
    boxSizing: 'content-box',
    minHeight: viewMode === 'story' ? 'calc(100vh - 32px)' : undefined,
    width: width === '100%' ? undefined : width,
  }
  return (
    <Recorder tokenUrl={tokenUrl} fetch={fetch}>
      {stylesheet === 'with' && <style>{styles}</style>}
      <div dir={direction} style={page}>
        <Story />
      </div>
    </Recorder>
  )
}
