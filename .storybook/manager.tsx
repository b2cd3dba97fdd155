/** @jsxRuntime classic */
// Of React there is the manager's own here, and of its newer runtime none.

// biome-ignore lint/correctness/noUnusedImports: what JSX becomes here
import React from 'react'
import { AddonPanel } from 'storybook/internal/components'
import { addons, types } from 'storybook/manager-api'
import { systemScheme, themeOf } from './brand'
import { PANEL_ID } from './token-timeline/events'
import { TokenTimeline } from './token-timeline/panel'

addons.setConfig({ theme: themeOf(systemScheme()) })

addons.register(PANEL_ID, () => {
  addons.add(PANEL_ID, {
    type: types.PANEL,
    title: 'Token timeline',
    match: ({ viewMode }) => viewMode === 'story',
    render: ({ active = false }) => (
      <AddonPanel active={active}>
        <TokenTimeline />
      </AddonPanel>
    ),
  })
})
