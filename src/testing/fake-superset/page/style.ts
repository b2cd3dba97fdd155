export const STYLE = `
:root {
  color-scheme: light;
  --page: light-dark(#f5f6f8, #14181d);
  --card: light-dark(#fff, #1c2229);
  --line: light-dark(#e3e6eb, #2d353f);
  --text: light-dark(#1f2733, #e7ebf0);
  --soft: light-dark(#5b6675, #9aa6b4);
  --accent: light-dark(#1a7f9c, #4fb6d3);
  --wash: color-mix(in srgb, var(--accent) 16%, transparent);
}
:root[data-theme="dark"] { color-scheme: dark }
:root[data-theme="system"] { color-scheme: light dark }
* { box-sizing: border-box; margin: 0 }
body {
  /* A browser's own, as long as the page has nothing to show. */
  margin: 8px;
  color: var(--text);
  font: 14px/1.45 system-ui, "Liberation Sans", sans-serif;
}
.open body { margin: 0; background: var(--page) }
.loading { height: 100vh; display: grid; place-items: center }
.loading::after {
  content: "";
  width: 28px; height: 28px;
  border-radius: 50%;
  border: 3px solid var(--line);
  border-top-color: var(--accent);
  animation: turn 0.9s linear infinite;
}
@keyframes turn { to { rotate: 1turn } }
/* As wide as Superset's own, which takes more lines the narrower the frame is. */
.refused { font: 16px/18px "Liberation Serif", serif }
/* Up to 6.1 a page is as high as its frame, and hangs over it. */
main { display: grid; grid-template-rows: auto 1fr; grid-template-columns: minmax(0, 1fr); min-height: calc(100vh + 18px) }
.content { display: grid; align-content: start; gap: 14px; padding: 16px }
h1 { font-size: 20px; font-weight: 650; letter-spacing: -0.01em }
h2 { font-size: 13px; font-weight: 600; color: var(--soft) }
button, select { font: inherit; color: inherit; background: none; border: 0; cursor: pointer }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; border-radius: 4px }
.head { display: flex; align-items: center; justify-content: space-between; gap: 8px; min-height: 30px; margin-bottom: 6px }
.quiet { color: var(--soft); border-radius: 6px; padding: 4px 8px; line-height: 1.2 }
.quiet:hover { background: var(--wash); color: var(--text) }
.tabs { display: flex; gap: 4px; border-bottom: 1px solid var(--line) }
.tabs button { padding: 8px 10px; color: var(--soft); border-bottom: 2px solid transparent }
.tabs button[aria-selected="true"] { color: var(--text); border-color: var(--accent); font-weight: 600 }
.grid { display: grid; gap: 14px; grid-template-columns: repeat(12, minmax(0, 1fr)) }
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
.toast {
  position: fixed;
  inset: 12px 12px auto;
  z-index: 2;
  margin-inline: auto;
  max-width: 560px;
  display: flex;
  gap: 12px;
  align-items: start;
  padding: 12px 16px;
  border-radius: 8px;
  background: #2b2f36;
  color: #fff;
  box-shadow: 0 6px 24px rgb(0 0 0 / 0.3);
}
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
@media (prefers-reduced-motion: reduce) { .loading::after { animation-duration: 4s } }
`
