import type { ReplayProgress } from '../../producers/flights/replayer.js';
import type { Score, Scoreboard } from '../../producers/flights/scoreboard.js';
import type { FeedRecord, RetrainingRecord } from '../records/feed.js';
import type { TrainingProgress } from '../training/port.js';
import { progressLine, type ReplaySpan } from './demo-progress-line.js';
import type { DemoSummary } from './demo-summary.js';
import { counted, day, number } from './demo-words.js';

/** A terminal, a file or a pipe. */
type Out = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> & { write(text: string): unknown };

/** What a person sees of the demo: a progress line that is rewritten in place, and what just happened in plain words. */
export class DemoScreen {
  readonly #out: Out;
  readonly #live: boolean;
  readonly #alerts = new Set<string>();
  readonly #retrainings = new Set<string>();
  #span: ReplaySpan = { from: 0, to: 0 };
  #reached: ReplayProgress | null = null;
  #line = '';
  #trained = '';
  #drawnAt = 0;
  #saidAt = 0;

  constructor(out: Out) {
    this.#out = out;
    this.#live = this.#out.isTTY;
  }

  say(text: string): void {
    this.#clear();
    this.#out.write(`${text}\n`);
    this.#draw();
  }

  reading(read: number, all: number): void {
    this.#progress(`  reading flights  ${percent(read / all)}`);
  }

  started({
    url,
    flights,
    engine,
    store,
    span,
  }: {
    url: string | null;
    flights: number;
    engine: string;
    store: string;
    span: ReplaySpan;
  }): void {
    this.#span = span;
    this.#line = '';
    this.say(
      [
        '',
        `  Leeway is watching the model flight-lateness: will a flight arrive more than 15 minutes late?`,
        `  ${number(flights)} real flights, asked at departure, answered at landing. Log: ${engine}. Metrics: ${store}.`,
        ...(url ? [`  Live page: ${url}`] : []),
        '',
      ].join('\n'),
    );
  }

  progress(progress: ReplayProgress): void {
    this.#reached = progress;
    // Some terminals do not say how wide they are, or say 0.
    const width = this.#live ? (this.#out.columns || 120) - 1 : Infinity;
    this.#progress(progressLine(progress, this.#span, this.#trained, width));
  }

  training(_request: RetrainingRecord, { phase, done }: TrainingProgress): void {
    this.#trained = `${phase} ${percent(done)}`;
  }

  event(record: FeedRecord): void {
    switch (record.kind) {
      case 'alert':
        this.#alerts.add(record.id);
        if (record.state === 'firing' && record.explainedAt !== undefined) {
          this.say(`  ${day(record.explainedAt)}  alert ${record.id.slice(0, 8)} explained: ${record.why}`);
        } else if (record.state === 'firing') {
          this.say(
            `  ${day(record.firedAt)}  ALERT ${record.id.slice(0, 8)} (${record.severity})  ${record.why}`,
          );
        } else
          this.say(
            `  ${day(record.resolvedAt ?? record.firedAt)}  alert ${record.id.slice(0, 8)} is ${record.state}`,
          );
        break;
      case 'retraining':
        this.#retrainings.add(record.id);
        this.say(
          `  ${day(record.requestedAt)}  retraining requested (${record.reason}${record.cause ? ` ${record.cause.slice(0, 8)}` : ''}): ` +
            `rows of ${day(record.from)} to ${day(record.to)}`,
        );
        break;
      case 'model':
        this.say(
          record.promoted
            ? `  ${day(record.effectiveFrom)}  version ${record.version} PROMOTED, in force from here: ${record.why}`
            : `  ${day(record.effectiveFrom)}  version ${record.version} rejected: ${record.why}`,
        );
        break;
      case 'weights':
        this.say(`  ${day(record.at)}  version ${record.version} weighs its scores otherwise from here`);
        break;
      case 'status':
      case 'metrics':
      case 'provisional':
        break;
    }
  }

  summary(s: DemoSummary, scoreboard: Scoreboard): void {
    this.#line = '';
    const lines = [
      '',
      `  Done in ${s.seconds.toFixed(0)} s: ${number(s.predictions.read)} predictions and ${number(s.outcomes.read)} outcomes, ${number(s.panes)} panes.`,
      '',
      '  The books',
      `    predictions  read ${number(s.predictions.read)} = accepted ${number(s.predictions.accepted)} + duplicates ${number(s.predictions.duplicates)} + dead letters ${number(s.predictions.deadLetters)}`,
      `    outcomes     read ${number(s.outcomes.read)} = accepted ${number(s.outcomes.accepted)} + duplicates ${number(s.outcomes.duplicates)} + dead letters ${number(s.outcomes.deadLetters)}`,
      `    joined ${number(s.joined)}, unmatched ${number(s.unmatchedPredictions)} predictions and ${number(s.unmatchedOutcomes)} outcomes`,
      '',
      `  Alerts: ${s.alerts.length}`,
      ...s.alerts.map(
        (a) =>
          `    ${a.firedAt.slice(0, 10)}  ${a.metric}, began about ${began(a)}, ${a.resolvedAt ? `over ${a.resolvedAt.slice(0, 10)}` : 'still open'}`,
      ),
      '',
      `  Retrainings: ${s.retrainings.length}`,
      ...s.retrainings.map(
        (r) =>
          `    ${r.requestedAt.slice(0, 10)}  ${r.promoted === true ? 'promoted' : r.promoted === false ? 'rejected' : 'open'}: ${r.why}`,
      ),
      '',
      '  Versions                          rows   log loss    AUC   accuracy',
      ...s.versions.map(
        (v) =>
          `    ${v.version.padEnd(4)} from ${v.from.slice(0, 10)}  ${number(v.rows).padStart(12)}   ${fixed(v.logLoss, 4)}   ${fixed(v.auc, 3)}   ${percent1(v.accuracy)}`,
      ),
      '',
      ...(scoreboard.live.n > 0
        ? [
            `  On the same ${number(scoreboard.live.n)} flights since version 1:`,
            `    the live model        ${score(scoreboard.live)}`,
            `    version 1 left alone  ${score(scoreboard.firstVersion)}`,
            `    always "on time"      ${percent1(scoreboard.alwaysOnTime.right / scoreboard.alwaysOnTime.n)} right`,
            '',
          ]
        : []),
    ];
    this.say(lines.join('\n'));
  }

  /**
   * The run was given up before its end.
   * @param kept where what has been done can be found, for a run that goes on from there; null: nowhere
   */
  stopped(kept: string | null): void {
    this.close();
    const reached = this.#reached;
    if (reached === null) return this.say('Stopped before the first prediction.');
    const done = [
      counted(reached.predictions, 'prediction'),
      counted(this.#alerts.size, 'alert'),
      counted(this.#retrainings.size, 'retraining'),
    ].join(', ');
    const left =
      kept === null
        ? 'nothing was kept (--data DIR keeps it)'
        : `kept ${kept}, the same command goes on from there`;
    this.say(`Stopped at ${day(reached.time)}: ${done}; ${left}`);
  }

  close(): void {
    this.#clear();
    this.#line = '';
  }

  /** A terminal gets a line that moves; a file or a pipe a new line now and then. */
  #progress(line: string): void {
    this.#line = line;
    const now = Date.now();
    if (this.#live) {
      if (now - this.#drawnAt < 100) return;
      this.#drawnAt = now;
      this.#clear();
      this.#draw();
    } else if (now - this.#saidAt >= 5_000) {
      this.#saidAt = now;
      this.#out.write(`${line}\n`);
    }
  }

  #clear(): void {
    if (this.#live) this.#out.write('\r\u001b[2K');
  }

  #draw(): void {
    if (this.#live && this.#line) this.#out.write(this.#line.slice(0, (this.#out.columns || 120) - 1));
  }
}

function score({ n, right, logLoss }: Score): string {
  return `${percent1(right / n)} right, log loss ${(logLoss / n).toFixed(4)}`;
}

function began({ onset, shownSince = onset }: DemoSummary['alerts'][number]): string {
  const [from, shown] = [onset.slice(0, 10), shownSince.slice(0, 10)];
  return shown === from ? from : `${from} (outcomes show it since ${shown})`;
}

function percent(x: number): string {
  return `${Math.round(100 * x)}%`;
}

function percent1(x: number | null): string {
  return x === null ? '-' : `${(100 * x).toFixed(1)}%`;
}

function fixed(x: number | null, digits: number): string {
  return x === null ? '-' : x.toFixed(digits);
}
