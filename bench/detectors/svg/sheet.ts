/** A sheet that reads on white and on black: the page's own colours are asked for, and no font is fetched. */
import { element, text } from './element.js';

const STYLE = `
svg { --ink: #1f2933; --soft: #66727f; --line: #d5dbe1; --paper: #ffffff;
  --a: #1663b5; --b: #b4500f; --c: #1b7f4b; --d: #8a3ffc; --e: #ad1457; --f: #6b7280; }
@media (prefers-color-scheme: dark) { svg { --ink: #e6eaee; --soft: #9aa5b1; --line: #3a444e; --paper: #12181e;
  --a: #6cb0f5; --b: #f0a35e; --c: #62cf95; --d: #bea0ff; --e: #f48fb1; --f: #9ca3af; } }
.paper { fill: var(--paper); } text { font: 12px system-ui, sans-serif; fill: var(--ink); }
.title { font-size: 15px; font-weight: 600; } .soft { fill: var(--soft); } .grid { stroke: var(--line); }
.a { --own: var(--a); } .b { --own: var(--b); } .c { --own: var(--c); } .d { --own: var(--d); }
.e { --own: var(--e); } .f { --own: var(--f); }
.dot { fill: var(--own); } .hollow { fill: var(--paper); stroke: var(--own); stroke-width: 1.5; }
.stroke { fill: none; stroke: var(--own); stroke-width: 2; }
.limit { stroke: var(--e); stroke-dasharray: 5 4; stroke-width: 1.5; }
`;

/** Colours that differ in light and in dark. */
export const COLOURS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
export type Colour = (typeof COLOURS)[number];

export interface Sheet {
  readonly title: string;
  /** Said to people who do not see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
}

export function sheet({ title, description, width, height }: Sheet, ...parts: readonly string[]): string {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': description,
  };
  const body = [
    element('style', {}, STYLE),
    element('rect', { class: 'paper', width, height }),
    text(title, { class: 'title', x: 16, y: 26 }),
    ...parts,
  ];
  return `${element('svg', attributes, `\n${body.join('\n')}\n`)}\n`;
}
