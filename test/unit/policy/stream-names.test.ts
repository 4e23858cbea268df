import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricOf, streamOfAlert } from '../../../consumers/evaluator/alert-stream.js';
import {
  FAILURES_STREAM,
  faultyStream,
  featureStream,
  frozenStream,
  gapStream,
  groupStream,
  LATENCY_STREAM,
  performanceStream,
  subjectOf,
  VOLUME_STREAM,
} from '../../../src/policy/streams/stream-names.js';

const awkward = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom(
    'prediction',
    'outcome',
    'errors',
    'errors@a=b',
    'service:volume',
    'faulty:x',
    'frozen:a',
    'input:x',
    'log-loss',
    'volume',
    'gap:x',
    'group:selection:a=b',
  ),
);

describe('stream names', () => {
  it('tell a feature from everything else, whatever the feature is called', () => {
    fc.assert(
      fc.property(awkward, (feature) => {
        expect(subjectOf(featureStream(feature))).toEqual({ about: 'input', feature, fault: null });
        expect(subjectOf(faultyStream(feature))).toEqual({ about: 'input', feature, fault: 'faulty' });
        expect(subjectOf(frozenStream(feature))).toEqual({
          about: 'input',
          feature,
          fault: 'frozen',
        });
      }),
    );
  });

  it('name the group, whatever it is called', () => {
    expect(subjectOf(groupStream('true-positive', 'age=<30: yes'))).toEqual({
      about: 'group',
      rate: 'true-positive',
      segment: 'age=<30: yes',
    });
    expect(subjectOf(gapStream('age'))).toEqual({ about: 'fairness', attribute: 'age' });
  });

  it('come back from the metric of an alert', () => {
    const features = fc
      .array(awkward, { maxLength: 3 })
      .map((names) => names.flatMap((name) => [featureStream(name), faultyStream(name), frozenStream(name)]));
    fc.assert(
      fc.property(features, (streams) => {
        for (const stream of [...streams, 'prediction', FAILURES_STREAM, LATENCY_STREAM, VOLUME_STREAM]) {
          // A feature may be called as an answer is: the alert of its drift then reads the same.
          if (['input:prediction', 'input:outcome'].includes(stream)) continue;
          expect(streamOfAlert({ metric: metricOf(stream), track: 'data' })).toBe(stream);
        }
        for (const stream of [
          'errors',
          performanceStream('absolute-error', 'a=b:c'),
          'outcome',
          gapStream('age@home:x'),
        ]) {
          expect(streamOfAlert({ metric: metricOf(stream), track: 'performance' })).toBe(stream);
        }
      }),
    );
  });
});
