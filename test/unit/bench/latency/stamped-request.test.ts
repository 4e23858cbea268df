import { describe, expect, it } from 'vitest';
import { stamp, stampedLines, stampedRequest } from '../../../../bench/latency/stamped-request.js';

const line = (time: string) => `{"id":"x","time":${time},"outcome":1}`;

describe('a request that says when it is sent', () => {
  it('has the new time in every event and nothing else changed', () => {
    const request = stampedRequest('/v1/outcomes', [line('1736121600000'), line('1736121600001')]);
    const before = request.bytes.toString('utf8');
    stamp(request, 1_800_000_000_123);
    const after = request.bytes.toString('utf8');
    expect(after).toBe(before.replaceAll(/17361216\d{5}/g, '1800000000123'));
    expect(after.split('\r\n\r\n')[1]?.trimEnd().split('\n')).toEqual([
      line('1800000000123'),
      line('1800000000123'),
    ]);
  });

  it('is written in the same way where lines go to kcat, and no key is touched', () => {
    const lines = stampedLines([
      { key: '1736121600000', json: line('1736121600000') },
      { key: 'b', json: line('1736121600001') },
    ]);
    expect(lines.events).toBe(2);
    stamp(lines, 1_800_000_000_123);
    expect(lines.bytes.toString('utf8')).toBe(
      `1736121600000\t${line('1800000000123')}\nb\t${line('1800000000123')}\n`,
    );
  });

  it.each([
    ['no time', '{"id":"x"}'],
    ['a time in words', line('"2025-01-06T00:00:00Z"')],
    ['a time of fewer digits', line('981115200000')],
    ['two', `{"time":1736121600000,"features":{"time":1736121600000}}`],
  ])('cannot be made of an event with %s', (_what, odd) => {
    expect(() => stampedRequest('/v1/outcomes', [odd])).toThrow('13 digits');
  });
});
