// The README's pictures, made from a real run: `npm run pictures`. Needs Chromium (LEEWAY_CHROMIUM or a usual place).
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

const browserPath = [
  process.env.LEEWAY_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path));
if (!browserPath) {
  console.error('No Chromium: set LEEWAY_CHROMIUM to its path.');
  process.exit(1);
}
const out = 'docs/pictures';
mkdirSync(out, { recursive: true });

const demo = spawn(
  process.execPath,
  ['dist/src/cli/main.js', 'demo', '--speed', 'max', '--port', '0', ...process.argv.slice(2)],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
let text = '';
const ready = new Promise((resolve, reject) => {
  demo.stdout.on('data', (chunk) => {
    process.stdout.write(chunk);
    text += chunk;
    const open = /The page stays open at (\S+)\. /.exec(text);
    if (open) resolve(open[1]);
  });
  demo.on('exit', (code) => reject(new Error(`the demo ended with code ${code}`)));
});
const url = await ready;
const browser = await chromium.launch({
  executablePath: browserPath,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
for (const [name, width, colorScheme] of [
  ['page-light', 1280, 'light'],
  ['page-dark', 1280, 'dark'],
  ['page-narrow-light', 390, 'light'],
  ['page-narrow-dark', 390, 'dark'],
]) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, deviceScaleFactor: 1 });
  await page.goto(url);
  await page.getByRole('heading', { name: 'flight-lateness' }).waitFor();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `${out}/${name}.png`, fullPage: true });
  await page.close();
  console.log(`${out}/${name}.png`);
}
await browser.close();
demo.removeAllListeners('exit');
demo.kill('SIGINT');
