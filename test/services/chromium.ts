import { existsSync } from 'node:fs';

import { onPath } from './process.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** The browser for page tests: `LEEWAY_CHROMIUM`, else the first Chromium or Chrome on PATH. */
export function chromiumPath(): string | undefined {
  const given = process.env['LEEWAY_CHROMIUM'];
  if (given !== undefined && given !== '') return existsSync(given) ? given : undefined;
  return names.map(onPath).find((path) => path !== undefined);
}

/** Flags with which Chromium runs headless in a container and talks to nobody but the page. */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
