/** Outcomes come after one to five days: a model that breaks at once is seen to get worse as slowly as they come. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Random } from '../../../detectors/random.js';
import type { AlertRecord } from '../../../src/records/feed.js';
import { at, DAY, HOUR, shop, type Row } from './shop.js';
import { Watched } from './watched.js';

const IN_FORCE = 36;
const BREAK = 40;
const SLOWEST = 300_000;

/** Half of them within two days. */
function late(row: Row, random: Random): Row {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return { ...row, delay: Math.round(Math.min(6 * DAY, 2 * DAY * Math.exp(0.5 * normal))) };
}

describe('a model that breaks, and whose outcomes come late', () => {
  let alert: AlertRecord;
  beforeAll(() => {
    const { alerts } = new Watched().feed(
      shop(0, BREAK + 8, (row, random) => {
        const own = late(row, random);
        return row.time < at(BREAK) ? own : { ...own, outcome: random() < 0.5 ? 1 : 0 };
      }),
    );
    const [first] = alerts.filter(({ track, segment }) => track === 'performance' && segment === '');
    if (!first)
      throw new Error(`nothing was told of the performance: ${alerts.map((a) => a.why).join('\n')}`);
    alert = first;
  }, SLOWEST);

  it('is told by when its predictions were made, with how far that is known', () => {
    expect(Math.abs(alert.onset - at(BREAK))).toBeLessThanOrEqual(DAY);
    expect(alert.onsetWithin).toBeGreaterThanOrEqual(6 * HOUR);
    expect(alert.onsetWithin).toBeLessThanOrEqual(2 * DAY);
    expect(alert.firedAt).toBeGreaterThan(at(IN_FORCE));
  });

  it('says since when the outcomes show it, which is what the charts show', () => {
    expect(alert.shownSince).toBeGreaterThanOrEqual(at(BREAK));
    expect(alert.shownSince).toBeLessThanOrEqual(alert.firedAt);
    expect(alert.why).toMatch(/ since about 2024-02-\d\d.* \(outcomes show it since 2024-02-\d\d.*\)\./u);
  });
});
