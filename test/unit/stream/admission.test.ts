import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  admitModel,
  admitVersion,
  emptyAdmission,
  EVERYBODY,
  unlisted,
  VERSION_FORGOTTEN_AFTER,
  type AdmissionRules,
} from '../../../src/stream/admission.js';

const rules: AdmissionRules = {
  mostModels: 3,
  mostVersions: 2,
  onlyListed: false,
  isListed: (model) => model.startsWith('listed'),
};
const DAY = 86_400_000;

describe('admission of models', () => {
  it('lets the first ones in, refuses the next, and goes on with those that it has', () => {
    const admission = emptyAdmission();
    const codes = ['a', 'b', 'a', 'c', 'd', 'b'].map(
      (model) => admitModel(admission, 'predictions', model, rules)?.code ?? null,
    );
    expect(codes).toEqual([null, null, null, null, 'too-many-models', null]);
  });

  it('always lets listed models in, and does not count them', () => {
    const admission = emptyAdmission();
    for (const model of ['a', 'b', 'c']) admitModel(admission, 'predictions', model, rules);
    for (let i = 0; i < 10; i++)
      expect(admitModel(admission, 'predictions', `listed-${i}`, rules)).toBeNull();
    expect(admission.models.predictions.size).toBe(3);
  });

  it('depends on one topic only, however the two are interleaved', () => {
    const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'listed'), { maxLength: 30 });
    fc.assert(
      fc.property(names, names, fc.infiniteStream(fc.boolean()), (predictions, outcomes, turns) => {
        const run = (side: 'predictions' | 'outcomes', alone: readonly string[]) => {
          const admission = emptyAdmission();
          return alone.map((model) => admitModel(admission, side, model, rules)?.code ?? null);
        };
        const together = emptyAdmission();
        const said = { predictions: [] as unknown[], outcomes: [] as unknown[] };
        const left = { predictions: [...predictions], outcomes: [...outcomes] };
        for (const turn of turns) {
          if (left.predictions.length + left.outcomes.length === 0) break;
          const side = turn ? 'predictions' : 'outcomes';
          const model = left[side].shift();
          if (model !== undefined) said[side].push(admitModel(together, side, model, rules)?.code ?? null);
        }
        expect(said.predictions).toEqual(run('predictions', predictions));
        expect(said.outcomes).toEqual(run('outcomes', outcomes));
      }),
    );
  });

  it('closed, lets in what is listed and nothing else', () => {
    const closed = { ...rules, onlyListed: true };
    const admission = emptyAdmission();
    expect(admitModel(admission, 'predictions', 'listed-1', closed)).toBeNull();
    expect(admitModel(admission, 'predictions', 'a', closed)).toMatchObject({
      code: 'unlisted-model',
      message: expect.stringContaining('onlyListedModels') as string,
    });
    expect(unlisted('a', rules)).toBeNull();
    expect(admission.models.predictions.size).toBe(0);
  });
});

describe('admission of versions', () => {
  it('refuses one too many, of one model alone', () => {
    const admission = emptyAdmission();
    const admit = (model: string, version: string) =>
      admitVersion(admission, model, version, 0, rules)?.code ?? null;
    expect([admit('m', '1'), admit('m', '2'), admit('m', '3'), admit('m', '1'), admit('n', '3')]).toEqual([
      null,
      null,
      'too-many-versions',
      null,
      null,
    ]);
  });

  it('a version a day for years is no excess: those that are gone give their places', () => {
    const admission = emptyAdmission();
    const most = 40;
    for (let day = 0; day < 2_000; day++) {
      const at = day * DAY;
      expect(admitVersion(admission, 'm', `v${day}`, at, { ...rules, mostVersions: most })).toBeNull();
      expect(admission.versions.get('m')?.size).toBeLessThanOrEqual(most);
    }
  });

  it('a version that is still seen keeps its place', () => {
    const admission = emptyAdmission();
    admitVersion(admission, 'm', 'old', 0, rules);
    admitVersion(admission, 'm', 'other', 0, rules);
    admitVersion(admission, 'm', 'old', VERSION_FORGOTTEN_AFTER, rules);
    expect(admitVersion(admission, 'm', 'new', VERSION_FORGOTTEN_AFTER + 1, rules)).toBeNull();
    expect([...(admission.versions.get('m')?.keys() ?? [])].sort()).toEqual(['new', 'old']);
  });
});

it('without rules everybody comes in', () => {
  const admission = emptyAdmission();
  let refused = 0;
  for (let i = 0; i < 5_000; i++) {
    if (admitModel(admission, 'outcomes', `m${i}`, EVERYBODY) !== null) refused++;
    if (admitVersion(admission, 'm', `v${i}`, 0, EVERYBODY) !== null) refused++;
  }
  expect(refused).toBe(0);
});
