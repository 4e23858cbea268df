import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isLoopback, whyRefused } from '../../../src/server/origin.js';

function request(method: string, headers: Record<string, string>): IncomingMessage {
  return { method, headers } as unknown as IncomingMessage;
}

describe('who may talk to the server', () => {
  it.each(['127.0.0.1:8080', 'localhost:8080', 'LOCALHOST', '[::1]:8080'])(
    'answers on loopback to %s',
    (host) => {
      expect(whyRefused(request('GET', { host }), '127.0.0.1')).toBeNull();
    },
  );

  it.each(['evil.example:8080', '127.0.0.1.evil.example', 'localhost.evil.example', ''])(
    'refuses the name %j on loopback: it may have been pointed there by a web page',
    (host) => {
      expect(whyRefused(request('GET', { host }), '127.0.0.1')).toMatchObject({
        status: 421,
        code: 'wrong-host',
      });
    },
  );

  it('answers to any name when it was bound to be reached from elsewhere', () => {
    expect(whyRefused(request('GET', { host: 'leeway.example' }), '0.0.0.0')).toBeNull();
  });

  it('takes commands from programs and from its own page, not from other pages', () => {
    const host = 'localhost:8080';
    const post = (headers: Record<string, string>) =>
      whyRefused(request('POST', { host, ...headers }), '127.0.0.1');
    expect(post({})).toBeNull();
    expect(post({ origin: 'http://localhost:8080' })).toBeNull();
    expect(post({ origin: 'http://evil.example' })).toMatchObject({ status: 403 });
    expect(post({ origin: 'http://localhost:9999' })).toMatchObject({ status: 403 });
    expect(post({ origin: 'null' })).toMatchObject({ status: 403 });
    expect(post({ 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 });
  });

  it('lets no other page listen to the feed', () => {
    const headers = { host: 'localhost:8080', upgrade: 'websocket', origin: 'http://evil.example' };
    expect(whyRefused(request('GET', headers), '127.0.0.1')).toMatchObject({ status: 403 });
  });

  it('knows loopback addresses from others', () => {
    expect(['127.0.0.1', '127.1.2.3', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '127.0.0.1.example', '10.0.0.1', '::'].some(isLoopback)).toBe(false);
  });
});
