/** State is bounded: bytes of the snapshot over 1,000,000 inputs of a steady stream. */
import { describe, expect, it } from 'vitest';
import {
  createDetector,
  describeDetectors,
  type Detector,
  type DetectorName,
} from '../../../detectors/index.js';
import { feed } from '../../support/alarms.js';
import { scenariosOf } from '../../support/scenarios.js';

const INPUTS = 1_000_000;
/** Those of which a million take more than five seconds: some 10 us an update, 5 us a pane, 50 us a moment of panes. */
const FEWER: { readonly [Name in DetectorName]?: number } = {
  kswin: 200_000,
  onset: 200_000,
  'conformal-e': 100_000,
};

describe.each(describeDetectors().map((description) => ({ name: description.name, description })))(
  '$name',
  ({ name: text, description }) => {
    const name = text as DetectorName;
    const inputs = FEWER[name] ?? INPUTS;

    it(`does not grow in ${inputs} inputs`, () => {
      const { options, at } = scenariosOf(description).steady;
      const detector: Detector = createDetector(name, { ...options });
      const bytes = (): number => JSON.stringify(detector.snapshot().state).length;
      let [early, late] = [0, 0];
      for (let index = 0; index < inputs; index++) {
        feed(detector, at(index));
        if (index % (inputs / 200) !== 0) continue;
        if (index < inputs / 4) early = Math.max(early, bytes());
        else late = Math.max(late, bytes());
      }
      expect(late).toBeLessThan(early * 1.5 + 200);
    });
  },
);
