'use client'

export { ViewAs, type ViewAsProps } from './view-as'
