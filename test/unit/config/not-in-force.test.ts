import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.js';
import { unobeyedIn } from '../../../src/config/not-in-force.js';

const said = (text: string) => unobeyedIn(loadConfig(text, 'leeway.yaml'));

describe('unobeyedIn', () => {
  it('is silent about the defaults, and about what is obeyed', () => {
    expect(said('')).toEqual([]);
    expect(said('cadence: continuous\ntimeZone: UTC\nmodels: { m: { season: day } }')).toEqual([]);
    expect(said('timeZone: Asia/Tokyo\nseason: week\nreference: { units: 140 }')).toEqual([]);
  });

  it('names what was written and is not obeyed, and what happens in place of it', () => {
    expect(
      said(`
cadence: weekly
models: { m: { objectives: [{ name: clicks, weight: 1 }] } }`),
    ).toEqual(['models.m.objectives is not in force yet: component scores are not read']);
  });
});
