import type { NumbersByName, TextsByName } from '../rows/row.js';
import { emptyColumns, type RowColumns } from '../rows/empty-row.js';
import { NameLists } from '../rows/name-lists.js';
import { emptyIdList, type IdList } from '../rows/id-list.js';
import { MISSING } from '../rows/row.js';
import type { LastDay } from './iso-time.js';
import { emptyLayoutTree, type LayoutTree } from './layout-tree.js';
import { Models, type ModelFacts, type TaskOf } from './model-facts.js';
import { emptyRecordText, type RecordText } from './record-text.js';
import { emptyTextDictionary, type TextDictionary } from './text-dictionary.js';

/** What a scan knows from the records before, and what it has found in the last one; the next step makes a row of it. */
export interface RecordScan {
  readonly record: RecordText;
  readonly tree: LayoutTree;
  readonly lists: NameLists;
  readonly dictionary: TextDictionary;
  readonly models: Models;
  readonly lastDay: LastDay;

  model: ModelFacts | null;
  /** Where the id's text stands in the record; decoded, where it has escapes or is not ASCII. */
  idFrom: number;
  idUntil: number;
  oddId: string | null;
  version: string;
  /** By the `_AT` below. */
  readonly scalars: Float64Array;
  /** Of the prediction or the outcome. */
  answerKind: number;
  answerText: string;
  answerHash: number;
  answerOdd: boolean;
  scoreKind: number;
  latencyKind: number;
  code: string;
  codeHash: number;
  /** The very columns of the row. */
  readonly features: RowColumns;
  readonly probabilities: NumbersByName;
  readonly segments: TextsByName;
  readonly scores: NumbersByName;
  readonly weights: NumbersByName;
  readonly values: NumbersByName;
  /** Lists are not scanned: these are for rows that are filled from events. */
  readonly ranked: IdList;
  readonly chosen: IdList;
  /** What their entries add to the content hash, int32. */
  featuresSum: number;
  probabilitiesSum: number;
  segmentsSum: number;
  /** Of scores and weights together. */
  objectivesSum: number;
  valuesSum: number;
}

/** Places in `scalars`; the first is of the number that was read last. */
export const NUMBER_AT = 0;
export const TIME_AT = 1;
export const ANSWER_AT = 2;
export const SCORE_AT = 3;
export const LATENCY_AT = 4;

export function emptyScan(features: RowColumns, taskOf: TaskOf | undefined): RecordScan {
  const width = features.kinds.length;
  return {
    record: emptyRecordText(),
    tree: emptyLayoutTree(),
    lists: new NameLists(),
    dictionary: emptyTextDictionary(),
    models: new Models(taskOf),
    lastDay: { date: 0, midnight: 0 },
    model: null,
    idFrom: 0,
    idUntil: 0,
    oddId: null,
    version: '',
    scalars: new Float64Array(5),
    answerKind: MISSING,
    answerText: '',
    answerHash: 0,
    answerOdd: false,
    scoreKind: MISSING,
    latencyKind: MISSING,
    code: '',
    codeHash: 0,
    features,
    probabilities: { names: [], values: new Float64Array(width) },
    segments: { names: [], texts: emptyColumns(width).texts },
    scores: { names: [], values: new Float64Array(width) },
    weights: { names: [], values: new Float64Array(width) },
    values: { names: [], values: new Float64Array(width) },
    ranked: emptyIdList(),
    chosen: emptyIdList(),
    featuresSum: 0,
    probabilitiesSum: 0,
    segmentsSum: 0,
    objectivesSum: 0,
    valuesSum: 0,
  };
}

export function forgetRecord(scan: RecordScan): void {
  scan.model = null;
  scan.answerKind = scan.scoreKind = scan.latencyKind = MISSING;
  scan.featuresSum = scan.probabilitiesSum = scan.segmentsSum = scan.objectivesSum = scan.valuesSum = 0;
}
