import { describe, expect, it } from 'vitest';
import { encodeCursor } from '../../../../consumers/feed/cursor.js';
import { Positions } from '../../../../consumers/feed/positions.js';
import {
  EVERYTHING_FROM_NOW,
  parseSubscribeMessage,
  parseSubscribeQuery,
  SubscribeError,
} from '../../../../consumers/feed/subscription.js';

describe('subscribing', () => {
  it('asks for everything from now on when it asks for nothing', () => {
    expect(parseSubscribeQuery(new URLSearchParams())).toEqual(EVERYTHING_FROM_NOW);
    expect(parseSubscribeMessage('{"subscribe":{}}')).toEqual(EVERYTHING_FROM_NOW);
  });

  it('says the same in a message and in an address', () => {
    const positions = new Positions();
    positions.set('alerts', 1, 5);
    const cursor = encodeCursor(positions);
    const message = JSON.stringify({
      subscribe: { topics: ['alerts', 'models'], models: ['a', 'b'], cursor },
    });
    const query = new URLSearchParams(`topics=alerts,models&model=a&model=b&cursor=${cursor}`);
    expect(parseSubscribeMessage(message)).toEqual(parseSubscribeQuery(query));
    expect(parseSubscribeQuery(query).cursor?.get('alerts', 1)).toBe(5);
  });

  it.each([
    ['no JSON', 'hello'],
    ['another message', '{"publish":{}}'],
    ['an unknown field', '{"subscribe":{"topic":["alerts"]}}'],
    ['a private topic', '{"subscribe":{"topics":["predictions"]}}'],
  ])('refuses %s', (_what, text) => {
    expect(() => parseSubscribeMessage(text)).toThrow(SubscribeError);
  });
});
