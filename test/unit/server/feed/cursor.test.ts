import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CursorError, decodeCursor, encodeCursor } from '../../../../consumers/feed/cursor.js';
import { Positions } from '../../../../consumers/feed/positions.js';
import { FEED_TOPICS } from '../../../../consumers/feed/topics.js';

const entry = fc.tuple(fc.constantFrom(...FEED_TOPICS), fc.nat(64), fc.maxSafeNat());

function positionsOf(entries: readonly (readonly [string, number, number])[]): Positions {
  const positions = new Positions();
  for (const [topic, partition, next] of entries) positions.set(topic, partition, next);
  return positions;
}

describe('cursor', () => {
  it('comes back as it was sent', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40 }), (entries) => {
        const positions = positionsOf(entries);
        const back = decodeCursor(encodeCursor(positions));
        expect(new Set(back.entries())).toEqual(new Set(positions.entries()));
      }),
    );
  });

  it('fits into an address without escapes', () => {
    expect(encodeCursor(positionsOf([['metrics', 3, 123_456]]))).toMatch(/^[\w-]+$/);
  });

  it('refuses any other text with its own error, never another one', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
        ),
        (text) => {
          expect(() => decodeCursor(text)).toThrow(CursorError);
        },
      ),
    );
  });

  it.each([
    ['a topic that is not public', [1, { predictions: [[0, 1]] }]],
    ['a negative offset', [1, { metrics: [[0, -1]] }]],
    ['half a position', [1, { metrics: [[0]] }]],
    ['a later form', [2, {}]],
  ])('refuses %s', (_what, value) => {
    expect(() => decodeCursor(Buffer.from(JSON.stringify(value)).toString('base64url'))).toThrow(CursorError);
  });
});
