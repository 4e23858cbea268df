import { addToHistogram, emptyHistogram } from '../../../src/aggregates/numeric-histogram.js';
import * as metrics from '../../../src/metrics/index.js';
import { itsExamplesRun } from '../../support/example-laws.js';

itsExamplesRun(new URL('../../../src/metrics/', import.meta.url), metrics, {
  addToHistogram,
  emptyHistogram,
});
