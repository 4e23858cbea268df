import * as fairness from '../../../src/fairness/index.js';
import { itsExamplesRun } from '../../support/example-laws.js';

itsExamplesRun(new URL('../../../src/fairness/', import.meta.url), fairness);
