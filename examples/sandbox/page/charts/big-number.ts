import { el } from '../../../../src/testing/dom'
import { money } from '../format'
import type { Draw } from './drawing'

export const drawBigNumber: Draw = ([row]) =>
  el('p', { className: 'number', textContent: money(Number(row?.value)) })
