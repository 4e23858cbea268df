import { describe, expect, it } from 'vitest';
import { secondsOf } from '../../../src/metric-store/influx/prepare-database.js';
import { readSettings } from '../../../src/metric-store/influx/settings.js';

describe('readSettings', () => {
  it('has defaults: database leeway, everything kept', () => {
    expect(readSettings({ url: 'http://metrics:8086' })).toMatchObject({
      protocol: 'http',
      host: 'metrics',
      port: 8086,
      path: '',
      database: 'leeway',
      retention: 'INF',
    });
  });

  it('reads ports, paths and IPv6 addresses', () => {
    expect(readSettings({ url: 'https://host/influx/' })).toMatchObject({
      protocol: 'https',
      port: 443,
      path: '/influx',
    });
    expect(readSettings({ url: 'http://[::1]:8086' })).toMatchObject({ host: '[::1]', port: 8086 });
  });

  it.each([
    [{ url: 'metrics:8086' }, /http:\/\//],
    [{ url: 'not a url' }, /not a URL/],
    [{ url: 'http://user:secret@host' }, /username and password/],
    [{ url: 'http://host', database: 'a" WITH NAME "b' }, /letters, digits/],
    [{ url: 'http://host', retention: 60_000 }, /at least an hour/],
    [{ url: 'http://host', retention: Number.NaN }, /at least an hour/],
  ])('refuses %o', (options, text) => {
    expect(() => readSettings(options)).toThrow(text);
    expect(() => readSettings(options)).not.toThrow(/secret/);
  });
});

describe('secondsOf', () => {
  it.each([
    ['INF', 0],
    ['0s', 0],
    ['720h0m0s', 2_592_000],
    ['1h30m5s', 5_405],
    ['3600s', 3_600],
  ])('reads %s', (duration, seconds) => {
    expect(secondsOf(duration)).toBe(seconds);
  });
});
