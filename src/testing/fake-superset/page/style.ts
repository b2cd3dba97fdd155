export const STYLE = `
/* Up to Superset 6.1 a page is 18 px higher than its frame. */
main { display: grid; grid-template-rows: auto 1fr; grid-template-columns: minmax(0, 1fr); min-height: calc(100vh + 18px) }
.head { display: flex; align-items: center; justify-content: space-between; gap: 8px; min-height: 30px; margin-bottom: 6px }
.tabs { display: flex; gap: 4px; border-bottom: 1px solid var(--line) }
.tabs button { padding: 8px 10px; color: var(--soft); border-bottom: 2px solid transparent }
.tabs button[aria-selected="true"] { color: var(--text); border-color: var(--accent); font-weight: 600 }
section { grid-column: span 12; padding: 10px 16px 16px; background: var(--card); border: 1px solid var(--line); border-radius: 10px }
.number p { font-size: clamp(24px, 4vw, 34px); font-weight: 700; letter-spacing: -0.02em; line-height: 1.2; white-space: nowrap }
svg { display: block; width: 100%; height: 210px }
polyline, line { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; vector-effect: non-scaling-stroke }
line { stroke: var(--line); stroke-width: 1 }
polygon { fill: var(--wash) }
.axis { display: flex; justify-content: space-between; margin-top: 6px; font-size: 12px; color: var(--soft) }
ul { padding: 0; list-style: none }
.bar {
  display: grid;
  grid-template-columns: minmax(84px, 24%) 1fr 64px;
  align-items: center;
  gap: 10px;
  width: calc(100% + 12px);
  margin-inline: -6px;
  padding: 3.5px 6px;
  border-radius: 6px;
  text-align: left;
}
.bar:hover, .bar[aria-pressed="true"] { background: var(--wash) }
.bar b { font-weight: 400; text-align: right; color: var(--soft); font-variant-numeric: tabular-nums }
.fill { display: block; height: 12px; min-width: 2px; border-radius: 3px; background: var(--accent) }
.chosen [aria-pressed="false"] .fill { opacity: 0.35 }
.filters { padding: 10px 16px; background: var(--card); border-bottom: 1px solid var(--line) }
.filters .head { margin: 0 }
.filters h2 { color: var(--text) }
.filters label { display: grid; gap: 4px; max-width: 260px; font-size: 12px; font-weight: 600 }
.filters select { padding: 5px 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--card); font-size: 14px; font-weight: 400 }
@media (min-width: 420px) { .number { grid-column: span 4 } }
@media (min-width: 760px) {
  .wide { grid-column: span 7 }
  .side { grid-column: span 5 }
  main:has(.filters) { grid-template: 1fr / 210px minmax(0, 1fr) }
  main:has(.collapsed) { grid-template-columns: 52px minmax(0, 1fr) }
  .filters { border-bottom: 0; border-right: 1px solid var(--line); padding: 14px 12px }
  .collapsed { padding-inline: 8px }
}
@media (max-width: 419px) { .content { padding: 10px; gap: 10px } .grid { gap: 10px } }
`
