import { describe, expect, it } from 'vitest';
import type { AlertRecord } from '../../../src/records/feed.js';
import { beganWords, effectWords, evidenceWords, subjectWords } from '../../../src/dashboard/alert-words.js';
import { alertRecord, HOUR, JANUARY } from '../server/feed-records.js';

const subject = (metric: string, segment = '') => subjectWords({ metric, segment });
const day = (time: number) => new Date(time).toISOString().slice(0, 10);

describe('an alert in words', () => {
  it('names no stream', () => {
    expect(subject('faulty:late_share_destination')).toBe(
      'missing or faulty values of late_share_destination',
    );
    expect(subject('frozen:hour')).toBe('standstill of hour');
    expect(subject('drift:origin')).toBe('drift of origin');
    expect(subject('drift:prediction')).toBe('drift of the model’s answers');
    expect(subject('gap:age')).toBe('gap between groups of age');
    expect(subject('missing:age')).toBe('missing values of age');
    expect(subject('log-loss')).toBe('log loss');
    expect(subject('log-loss@plan=team', 'plan=team')).toBe('log loss where plan is team');
    expect(subject('volume')).toBe('volume of predictions');
    expect(subject('accuracy')).toBe('accuracy');
  });

  it('leaves names of features whole, whatever is in them', () => {
    expect(subject('drift:a@b=c:d')).toBe('drift of a@b=c:d');
    expect(subject('errors@mail=a@b', 'mail=a@b')).toBe('share of errors where mail is a@b');
    expect(subject('constructor')).toBe('constructor');
  });

  const evidence = (statistic: number, threshold: number) =>
    evidenceWords({ evidence: { statistic, threshold }, detectors: ['fast', 'adwin'] });

  it('tells evidence beside what was needed, and plenty of it as plenty', () => {
    expect(evidence(2_132, 1_800)).toBe('2,132 (1,800 needed); by fast, adwin');
    expect(evidence(1.7e17, 1_800)).toBe('far beyond the 1,800 needed; by fast, adwin');
    expect(evidence(Infinity, 1_800)).toBe('far beyond the 1,800 needed; by fast, adwin');
  });

  it('says since when outcomes show it, where that is another day, and how well it is known, where that is badly', () => {
    const began = (fields: Partial<AlertRecord>) => beganWords(alertRecord(fields), day);
    expect(began({})).toBe('2001-01-01');
    expect(began({ shownSince: JANUARY + 6 * HOUR })).toBe('2001-01-01');
    expect(began({ shownSince: JANUARY + 30 * HOUR })).toBe('2001-01-01 (outcomes show it since 2001-01-02)');
    expect(began({ shownSince: JANUARY + 30 * HOUR, onsetWithin: 36 * HOUR })).toBe(
      '2001-01-01 (give or take 36 h; outcomes show it since 2001-01-02)',
    );
  });

  const effect = (metric: string, name: string, [value, floor, reference, now]: (number | null)[]) =>
    effectWords({
      metric,
      segment: '',
      effect: { name, value: value!, floor: floor!, reference: reference ?? null, now: now ?? null },
    });

  it('tells the size of the change in its own unit', () => {
    expect(effect('drift:origin', 'js', [0.21, 0.05])).toBe('Jensen-Shannon distance 0.210 (floor 0.050)');
    expect(effect('log-loss', 'relative', [0.401, 0.1, 0.559, 0.783])).toBe(
      'log loss up 40.1% (floor 10%), from 0.559 to 0.783',
    );
    expect(effect('faulty:x', 'points', [80.04, 3, 0.01, 0.8104])).toBe(
      'missing or faulty values of x up 80 points (floor 3), from 1% to 81%',
    );
    expect(effect('quality:x', 'share', [0.2, 0.0005, null, 0.2])).toBe('20% of the rows (0.05% may be)');
    expect(effect('latency', 'factor', [1.2, 0.5, 20, 44])).toBe(
      '2.2 times as much (floor 1.5), from 20.0 to 44.0',
    );
    expect(effect('volume', 'factor', [3, 1, 400, 99])).toBe('4 times less (floor 2), from 400 to 99.0');
  });

  it('tells a loss of what should be high as a fall', () => {
    expect(effect('not-taken', 'points', [5, 3, 0.7, 0.75])).toBe(
      'take rate down 5 points (floor 3), from 30% to 25%',
    );
    expect(effect('ndcg-loss', 'points', [6, 3, 0.2, 0.26])).toBe(
      'NDCG@10 down 6 points (floor 3), from 0.800 to 0.740',
    );
  });
});
