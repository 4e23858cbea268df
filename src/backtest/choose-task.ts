import type { SingleTask } from '../events/event.js';
import type { Choice } from './choose-columns.js';
import { BacktestError } from './errors.js';
import type { ColumnFacts } from './files/column-facts.js';
import type { ColumnWishes } from './mapping.js';

interface Answers {
  readonly prediction: ColumnFacts | null;
  readonly score: ColumnFacts | null;
  readonly probabilities: ReadonlyMap<string, ColumnFacts>;
  readonly outcome: ColumnFacts | null;
  readonly wishes: ColumnWishes;
}

/** Whole numbers up to so many of them are classes rather than quantities, where a model answers with them. */
const MOST_CLASSES = 12;

/** What kind of model gave these answers, and which value stands for 1. */
export function chooseTask({ prediction, score, probabilities, outcome, wishes }: Answers): {
  readonly task: SingleTask | null;
  readonly positive: string | null;
  readonly choices: readonly Choice[];
} {
  const choices: Choice[] = [];
  const say = (setting: string, value: string, reason: string) => choices.push({ setting, value, reason });
  if (!prediction && !score && probabilities.size === 0) {
    say('task', 'none: only the inputs are watched', 'no column is a prediction or a score');
    return { task: null, positive: null, choices };
  }
  const [task, reason] = taskOf({ prediction, score, probabilities, outcome, wishes });
  say('task', task, reason);
  if (task === 'multiclass' && !prediction && probabilities.size === 0)
    throw new BacktestError('a multiclass task needs the predicted class: name its column with --prediction');
  if (task === 'regression' && !prediction)
    throw new BacktestError('a regression needs the predicted value: name its column with --prediction');
  if (task !== 'binary') return { task, positive: null, choices };
  if (!prediction) say('prediction', 'score of at least 0.5', 'no column is the predicted class');
  return { task, positive: positiveOf(prediction ?? outcome, wishes.positive, say), choices };
}

function taskOf({ prediction, score, probabilities, outcome, wishes }: Answers): [SingleTask, string] {
  if (wishes.task !== undefined) return [wishes.task, 'as asked'];
  if (probabilities.size > 0) return ['multiclass', 'a probability for each class'];
  if (score) return ['binary', 'there is one score, between 0 and 1'];
  const answers = prediction as ColumnFacts;
  if (isTwoValued(answers) && (!outcome || isTwoValued(outcome)))
    return ['binary', 'predictions (and outcomes) are 0 and 1, or true and false'];
  if (wishes.positive !== undefined) return ['binary', 'the positive class was named'];
  if (answers.numbers < answers.filled) return ['multiclass', 'predictions are texts'];
  if (
    answers.whole === answers.filled &&
    answers.distinct <= MOST_CLASSES &&
    (!outcome || outcome.distinct <= MOST_CLASSES)
  )
    return [
      'multiclass',
      `predictions are ${answers.distinct} whole numbers; for quantities say --task regression`,
    ];
  return ['regression', 'predictions are numbers'];
}

function isTwoValued(f: ColumnFacts): boolean {
  return (
    f.filled > 0 &&
    (f.booleans === f.filled ||
      (f.numbers === f.filled && f.examples.every(isOne)) ||
      f.examples.every(isOne))
  );
}

const isOne = (text: string): boolean => /^(0|1|0\.0|1\.0|true|false)$/i.test(text);

function positiveOf(
  column: ColumnFacts | null,
  wish: string | undefined,
  say: (setting: string, value: string, reason: string) => void,
): string | null {
  if (wish !== undefined) {
    say('positive class', wish, 'as asked');
    return wish;
  }
  // What is neither is a bad row, not another class.
  if (column === null || column.examples.slice(0, 2).every(isOne)) return null;
  throw new BacktestError(
    `column ${column.name} holds ${column.examples.slice(0, 3).join(', ')}: which of them is the positive class? Say --positive VALUE (or --task multiclass)`,
  );
}
