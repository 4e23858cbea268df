import { describe, expect, it } from 'vitest';
import { Recent, RECENT_MS } from '../../../src/cli/recent.js';

describe('what was counted recently', () => {
  it('is forgotten once it is older than the window', () => {
    let now = 1_000_000;
    const recent = new Recent(() => now);
    recent.add('records', 3);
    recent.raise('commit', 50);
    now += RECENT_MS / 2;
    recent.add('records', 4);
    recent.raise('commit', 20);
    expect([recent.sum('records'), recent.max('commit')]).toEqual([7, 50]);
    now += RECENT_MS / 2;
    expect([recent.sum('records'), recent.max('commit')]).toEqual([4, 20]);
    now += RECENT_MS;
    expect([recent.sum('records'), recent.max('commit')]).toEqual([0, 0]);
  });

  it('is summed up by the rest of the name', () => {
    const recent = new Recent(() => 0);
    recent.add('dead future', 1);
    recent.add('dead bad-json', 2);
    recent.add('dead future', 3);
    recent.add('other', 9);
    expect(recent.sumsOf('dead ')).toEqual({ future: 4, 'bad-json': 2 });
  });
});
