import { afterEach, describe, expect, it, vi } from 'vitest';

import { chromiumPath } from '../../services/chromium.js';
import { dataFile, titled } from '../../services/index.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('test services', () => {
  it('mark the title of a suite with what it lacks', () => {
    expect(titled('Kafka log', { name: 'kafka', missing: undefined })).toBe('Kafka log');
    expect(
      titled('Demo', { name: 'kafka', missing: undefined }, { name: 'influx', missing: 'not there' }),
    ).toBe('Demo [skipped: influx: not there]');
  });

  it('find a data set in LEEWAY_DATA, or say what is lacking', () => {
    vi.stubEnv('LEEWAY_DATA', '');
    expect(dataFile('elec2.csv')).toEqual({ name: 'data', missing: 'LEEWAY_DATA is not set' });
    vi.stubEnv('LEEWAY_DATA', import.meta.dirname);
    expect(dataFile('elec2.csv').missing).toMatch(/no elec2\.csv/);
    expect(dataFile('services.test.ts').address).toMatch(/services\.test\.ts$/);
  });

  it('take the Chromium that LEEWAY_CHROMIUM names, and no other where it is wrong', () => {
    vi.stubEnv('LEEWAY_CHROMIUM', process.execPath);
    expect(chromiumPath()).toBe(process.execPath);
    vi.stubEnv('LEEWAY_CHROMIUM', '/no/such/browser');
    expect(chromiumPath()).toBeUndefined();
  });
});
