import { expect, it } from 'vitest';
import { backtestCommand } from '../../../src/cli/backtest.js';

const flags = { start: '2000-01-03T00:00:00Z', badRows: '0.01' };

it.each(['html', 'json'])('a missing folder of --%s is told before any file is read', async (flag) => {
  const asked = backtestCommand(['/nowhere/a.csv'], { ...flags, [flag]: '/nowhere/out/r' });
  await expect(asked).rejects.toThrow(`--${flag} /nowhere/out/r: there is no folder /nowhere/out`);
});

it.each([
  ['--task', { task: 'foo' }, '--task must be binary'],
  ['--outcome-time', { outcomeTime: '' }, '--outcome-time must be'],
])('a wrong %s is told by the name of the flag', async (_, wrong, words) => {
  const asked = backtestCommand(['/nowhere/a.csv'], { ...flags, ...wrong });
  await expect(asked).rejects.toThrow(words);
});
