/** The parts of a dashboard's look that the fake page and the sandbox share. Each adds its rules after these. */
export const BASE_STYLE = `
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
  /* The default of browsers, as long as the page shows nothing. */
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
/* As wide as the refusal of Superset, which takes more lines the narrower the frame is. */
.refused { font: 16px/18px "Liberation Serif", serif }
.content { display: grid; align-content: start; gap: 14px; padding: 16px }
h1 { font-size: 20px; font-weight: 650; letter-spacing: -0.01em }
h2 { font-size: 13px; font-weight: 600; color: var(--soft) }
button, select { font: inherit; color: inherit; background: none; border: 0; cursor: pointer }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; border-radius: 4px }
.quiet { color: var(--soft); border-radius: 6px; padding: 4px 8px; line-height: 1.2 }
.quiet:hover { background: var(--wash); color: var(--text) }
.grid { display: grid; gap: 14px; grid-template-columns: repeat(12, minmax(0, 1fr)) }
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
@media (prefers-reduced-motion: reduce) { .loading::after { animation-duration: 4s } }
`
