/**
 * Applications in TypeScript that import the package, as text: inside this project the imports would find its own
 * sources. A comment `@ts-expect-error` fails the compilation when there is no error below it.
 */

/** All libraries at once, with types that are right and with mistakes that the compiler has to see. */
export const librariesInUse = `
import {
  createDetector, describeDetectors, restoreDetector, DetectorOptionError,
  type Detector, type DetectorName, type DetectorSnapshot, type OptionsOf, type SingleVerdict,
} from 'leeway/detectors';
import { kolmogorovSmirnov, psi, type Counts, type TestResult } from 'leeway/distances';
import { accuracy, confusionOf, f1, type Confusion, type Measured } from 'leeway/metrics';
import { addToHistogram, emptyHistogram, histogramMean, type NumericHistogram } from 'leeway/aggregates';
import { abruptStream, bernoulli, sea, type Change, type GeneratedStream, type LabelledRow } from 'leeway/generators';

const options: OptionsOf<'adwin'> = { delta: 0.01 };
const detector: Detector = createDetector('adwin', options);
const found: SingleVerdict = detector.update(1);
export const since: number | null = found.drift ? found.since : null;
const snapshot: DetectorSnapshot = detector.snapshot();
restoreDetector(JSON.parse(JSON.stringify(snapshot)) as DetectorSnapshot).updatePane({ n: 10, errors: 1 });
export const names: readonly string[] = describeDetectors().map(({ name }) => name);
export const isRangeError: RangeError = new DetectorOptionError('why');
export const name: DetectorName = 'page-hinkley';

// @ts-expect-error no such detector
createDetector('adwinn');
// @ts-expect-error no such option
createDetector('adwin', { dleta: 0.01 });
// @ts-expect-error an option of another detector
createDetector('adwin', { threshold: 50 });
// @ts-expect-error a number
createDetector('adwin', { delta: '0.01' });
// @ts-expect-error one of up, down, both
createDetector('page-hinkley', { mode: 'sideways' });
// @ts-expect-error a number, and no array of them
detector.update([1]);
// @ts-expect-error errors of how many
detector.updatePane({ errors: 3 });
// @ts-expect-error a verdict is not to be written
found.drift = true;

const counts: Counts = [1, 2, 3];
const test: TestResult = kolmogorovSmirnov([1, 2], [2, 3], { method: 'exact' });
export const numbers: number[] = [psi(counts, counts), test.statistic, test.p];
// @ts-expect-error no such method
kolmogorovSmirnov([1, 2], [2, 3], { method: 'guess' });
// @ts-expect-error counts are numbers
psi(['1'], counts);

const confusion: Confusion = confusionOf(['a'], ['b']);
const measured: Measured = f1(confusion, { average: 'macro' });
// @ts-expect-error what is undefined is null
export const value: number = measured.value;
export const why: string = measured.value === null ? measured.reason : String(measured.value.toFixed(2));
// @ts-expect-error no such average
f1(confusion, { average: 'mean' });
// @ts-expect-error labels come first
accuracy(['a'], ['b']);

const histogram: NumericHistogram = emptyHistogram();
addToHistogram(histogram, 1);
// @ts-expect-error no mean of no values
export const mean: number = histogramMean(histogram);

const stream: GeneratedStream<0 | 1> = abruptStream([{ concept: bernoulli(0.1), rows: 5 }]);
export const changes: readonly Change[] = stream.changes;
export const rows: LabelledRow[] = [...abruptStream([{ concept: sea(), rows: 5 }]).rows(1)];
// @ts-expect-error a seed makes the rows
stream.rows();
// @ts-expect-error rows of two kinds
abruptStream([{ concept: bernoulli(0.1), rows: 5 }, { concept: sea(), rows: 5 }]).rows(1).next().value.label;
`;

/** An application that publishes, which runs on Node. */
export const clientInUse = `
import { LeewayClient, type ClientOptions, type PredictionInput } from 'leeway';

const options: ClientOptions = { url: 'http://127.0.0.1:4600' };
const client = new LeewayClient(options);
const prediction: PredictionInput = {
  id: 'o-1', model: 'churn', version: '3', time: new Date(), features: { logins: 4 }, prediction: 1, score: 0.82,
};
export const published: Promise<void>[] = [
  client.predict(prediction),
  client.outcome({ id: 'o-1', model: 'churn', time: new Date(), outcome: 0 }),
  client.close(),
];

// @ts-expect-error it goes to one place
export const nowhere = new LeewayClient({});
// @ts-expect-error a version is needed
void client.predict({ id: 'o-1', model: 'churn', time: new Date(), features: {}, prediction: 1 });
// @ts-expect-error features have no depth
void client.predict({ ...prediction, features: { logins: { today: 4 } } });
`;

/** CommonJS, where Node 20.19 takes an ES module by \`require\`. */
export const commonJsInUse = `
import detectors = require('leeway/detectors');
export const drift: boolean = detectors.createDetector('ddm').update(0).drift;
`;
