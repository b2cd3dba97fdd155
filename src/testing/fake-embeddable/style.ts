export const STYLE = `
:host {
  display: block;
  color-scheme: light;
  --page: light-dark(#faf9fd, #17151f);
  --card: light-dark(#fff, #211e2c);
  --line: light-dark(#e7e3f1, #363146);
  --text: light-dark(#251f38, #ece9f5);
  --soft: light-dark(#645c7c, #a9a1c2);
  --accent: light-dark(#6b4ce6, #a591ff);
  --wash: color-mix(in srgb, var(--accent) 14%, transparent);
  color: var(--text);
  background: var(--page);
  font: 14px/1.45 system-ui, "Liberation Sans", sans-serif;
}
:host([data-theme='dark']) { color-scheme: dark; }
* { box-sizing: border-box; margin: 0; padding: 0; }
section { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; padding: 18px; }
header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 10px; }
h2 { font-size: 19px; font-weight: 650; letter-spacing: -0.01em; }
h3, dt, th, label { font-size: 12.5px; font-weight: 600; color: var(--soft); }
label { display: flex; align-items: center; gap: 8px; }
select {
  font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; padding: 5px 8px;
}
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.card, .figures > div { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px; }
.card { display: grid; gap: 12px; align-content: start; min-width: 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 130px), 1fr)); gap: 14px; }
dd { font-size: clamp(18px, 5.5vw, 27px); font-weight: 650; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 14px; }
.columns { display: flex; align-items: flex-end; gap: 3px; height: 190px; border-bottom: 1px solid var(--line); }
.columns i { flex: 1; min-width: 2px; border-radius: 3px 3px 0 0; background: var(--accent); }
.columns i:hover { background: var(--text); }
.ends { display: flex; justify-content: space-between; margin-top: 6px; font-size: 12px; color: var(--soft); }
ul { list-style: none; display: grid; gap: 7px; }
li { position: relative; display: flex; justify-content: space-between; gap: 8px; padding: 2px 8px; isolation: isolate; }
li i { position: absolute; inset: 0 auto 0 0; z-index: -1; border-radius: 5px; background: var(--wash); }
b { font-weight: 600; font-variant-numeric: tabular-nums; }
.table { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; white-space: nowrap; font: inherit; color: inherit; }
th { text-align: left; }
th, td { padding: 7px 14px 7px 0; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
tr:last-child td { border-bottom: 0; }
th:last-child, td:last-child { text-align: right; padding-right: 0; }
.wait, .none { color: var(--soft); padding: 48px 24px; text-align: center; }
@media (forced-colors: active) {
  .columns i { background: Highlight; }
  li i { border-bottom: 2px solid; }
}
`
