import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.js';
import { unobeyedIn } from '../../../src/config/not-in-force.js';

const said = (text: string) => unobeyedIn(loadConfig(text, 'leeway.yaml'));

describe('unobeyedIn', () => {
  it('is silent about the defaults, and about what says the same as they do', () => {
    expect(said('')).toEqual([]);
    expect(said('cadence: continuous\ntimeZone: UTC\nmodels: { m: { season: day } }')).toEqual([]);
  });

  it('names what was written and is not obeyed, and what happens in place of it', () => {
    expect(
      said(`
cadence: weekly
season: week
reference: { units: 140 }
models: { m: { timeZone: Asia/Tokyo, objectives: [{ name: clicks, weight: 1 }] } }`),
    ).toEqual([
      'season is not in force yet: evidence is counted in days',
      'models.m.timeZone is not in force yet: units begin at midnight UTC; only the hours of maintenance windows follow the zone',
      'models.m.objectives is not in force yet: component scores are not read',
    ]);
  });
});
