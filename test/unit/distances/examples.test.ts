import * as distances from '../../../src/distances/index.js';
import { itsExamplesRun } from '../../support/example-laws.js';

itsExamplesRun(new URL('../../../src/distances/', import.meta.url), distances);
