import type { Decorator } from '@storybook/react-vite'
import type { FakeSuperset } from 'guestpass/testing'
import type { CSSProperties } from 'react'
import styles from '../src/react/styles.css?inline'
import type { AppParameters } from './app-parameters'
import { Recorder } from './token-timeline/recorder'

/** What the toolbar says of the app around a story. */
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
    description: 'The width of what holds it',
    toolbar: {
      icon: 'mobile',
      items: [
        { value: '100%', title: 'full width' },
        { value: '320px', title: '320 px' },
      ],
      dynamicTitle: true,
    },
  },
  stylesheet: {
    description: 'guestpass/styles.css',
    toolbar: {
      icon: 'paintbrush',
      items: [
        { value: 'without', title: 'without our stylesheet' },
        { value: 'with', title: 'with our stylesheet' },
      ],
      dynamicTitle: true,
    },
  },
}

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
