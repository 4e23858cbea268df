/** What the report adds to the look of the live page. */
export const REPORT_STYLE = `
main { max-width: 1180px; }
.report-foot { padding: 4px 4px 24px; color: var(--muted); font-size: 13px; }
.verdict { margin-top: 10px; font-size: 19px; line-height: 1.4; max-width: 62ch; text-wrap: pretty; overflow-wrap: anywhere; }
.verdict::first-letter { text-transform: uppercase; }
.summary .muted { margin-top: 6px; }
.health[data-state='warning'], .health[data-state='unknown'] { background: var(--warning-soft); color: var(--warning); }
.facts { grid-template-columns: repeat(auto-fit, minmax(128px, 1fr)); }
.facts dd { font-size: 17px; }
.panel { margin: 0 0 18px; }
.panel-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 12px; margin-bottom: 6px; }
.panel-value { color: var(--accent); font-weight: 650; font-variant-numeric: tabular-nums; }
.drawing, .strip-cells { display: block; overflow: visible; font-size: 12px; font-variant-numeric: tabular-nums; }
.drawing { width: calc(100% - 46px); margin-left: 46px; }
.line { vector-effect: non-scaling-stroke; stroke-width: 1.8; stroke-linecap: round; }
.usual { fill: var(--accent); opacity: 0.13; }
.usual-middle { fill: none; stroke: var(--accent); stroke-width: 1; stroke-dasharray: 2 4; vector-effect: non-scaling-stroke; opacity: 0.7; }
.reference-time { fill: var(--muted); opacity: 0.09; }
.volume { fill: var(--accent); opacity: 0.55; }
.reading { fill: transparent; }
.reading:hover { fill: var(--ink); opacity: 0.07; }
.key-usual { background: var(--accent); opacity: 0.3; }
.key-reference { background: var(--muted); opacity: 0.25; }
.key-band-severe { background: var(--severe); opacity: 0.3; }
.key-band-warning { background: var(--warning); opacity: 0.3; }
.legend { margin-top: 10px; }
.strips { display: grid; grid-template-columns: minmax(96px, 176px) minmax(0, 1fr) auto; gap: 6px 12px; align-items: center; }
.strip-name { display: flex; flex-direction: column; min-width: 0; line-height: 1.25; }
.strip-title { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 13.5px; }
.strip-value { font-size: 13px; color: var(--muted); font-variant-numeric: tabular-nums; text-align: right; }
.strip-value.above { color: var(--severe); font-weight: 650; }
.strip-axis { grid-column: 2; }
.strip-axis svg { display: block; overflow: visible; font-size: 12px; }
.gauge svg { display: block; }
.gauge-part { fill: var(--accent); }
.figures { border-collapse: collapse; width: 100%; font-size: 13.5px; font-variant-numeric: tabular-nums; }
.figures th, .figures td { padding: 5px 16px 5px 0; border-bottom: 1px solid var(--line); text-align: left; font-weight: 400; vertical-align: top; }
.figures tbody th { overflow-wrap: break-word; }
.figures.stacked th, .figures.stacked td { overflow-wrap: anywhere; }
.figures thead th { color: var(--muted); font-size: 13px; }
.figures tbody th { min-width: 92px; font-weight: 600; }
details { margin-top: 12px; }
summary { color: var(--accent); cursor: pointer; font-size: 14px; font-weight: 600; }
details .scroll { max-height: 340px; overflow: auto; }
.note { margin-top: 6px; }
@media (max-width: 760px) { .oftener { display: none; } }
@media (max-width: 560px) {
  .often { display: none; }
  .verdict { font-size: 17px; }
  .strips { grid-template-columns: minmax(0, 1fr) auto; grid-auto-flow: dense; gap: 2px 10px; align-items: baseline; }
  .strip-name { flex-direction: row; align-items: baseline; gap: 8px; grid-column: 1; margin-top: 8px; }
  .strip-cells { grid-column: 1 / -1; }
  .strip-value { grid-column: 2; }
  .strip-axis { grid-column: 1 / -1; }
  .figures td, .figures th { padding-right: 10px; }
  .figures.stacked thead { display: none; }
  .figures.stacked tr { display: block; padding: 8px 0; border-bottom: 1px solid var(--line); }
  .figures.stacked th, .figures.stacked td { display: block; padding: 0; border: 0; }
  .figures.stacked td:last-child { color: var(--muted); }
}
@media print { .card { break-inside: avoid; box-shadow: none; } .bar { position: static; } }
`;
