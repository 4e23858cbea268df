import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../../consumers/runtime/file-snapshots.js';
import type { Snapshot } from '../../../consumers/runtime/stage.js';
import { currentState } from '../../../consumers/runtime/upgrade-state.js';
import { toOffset } from '../../../src/log/port.js';

/** Written by the first version: `{"seen":3}` up to offset 7, no format of the state named. */
const first = readFileSync(new URL('./snapshot-of-format-1.bin', import.meta.url));
const text = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString();
const bytes = (value: object) => Buffer.from(JSON.stringify(value));

function snapshot(): Snapshot {
  const found = decode(first, 'the fixture');
  if (!found) throw new Error('the fixture cannot be read');
  return found;
}

const upgrades = {
  1: (older: Uint8Array) => bytes({ ...(JSON.parse(text(older) as string) as object), since: 0 }),
  2: (older: Uint8Array) => bytes({ v3: JSON.parse(text(older) as string) as unknown }),
};

describe('the state of a snapshot', () => {
  it('of the first version can still be read, as it was', () => {
    expect(snapshot()).toMatchObject({ upTo: { left: 7 }, format: 1 });
    expect(text(currentState({}, snapshot(), 's'))).toBe('{"seen":3}');
  });

  it('is brought up step by step', () => {
    expect(text(currentState({ format: 3, upgrades }, snapshot(), 's'))).toBe('{"v3":{"seen":3,"since":0}}');
  });

  it('is rebuilt where a step is missing', () => {
    expect(currentState({ format: 3, upgrades: { 1: upgrades[1] } }, snapshot(), 's')).toBeNull();
  });

  it('of a newer version is refused, with both versions', () => {
    expect(() => currentState({ format: 2 }, { ...snapshot(), format: 4 }, 'snapshot of g[0]')).toThrow(
      'snapshot of g[0]: its state was written by a newer Leeway (format 4, this one knows 2)',
    );
  });

  it('keeps its format in the bytes', () => {
    const written = encode({ upTo: { left: toOffset(7) }, state: bytes({ v: 2 }), format: 2 });
    expect(decode(written, 's')).toMatchObject({ format: 2 });
    expect(encode({ upTo: { left: toOffset(7) }, state: bytes({ seen: 3 }) })).toEqual(first);
  });
});
