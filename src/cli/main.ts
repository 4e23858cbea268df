#!/usr/bin/env node
import { Command } from 'commander';
import { printTopology } from '../topology.js';
import { backtestCommand, type BacktestFlags } from './backtest.js';
import { withColumns } from './column-flags.js';
import { acknowledgeAlert, listAlerts, markAlert, silenceModel, type AlertFlags } from './alerts.js';
import {
  listDeadLetters,
  replayDeadLetters,
  showDeadLetter,
  type LetterFlags,
  type ListFlags,
  type ReplayFlags,
} from './dead-letters.js';
import { demo, type DemoFlags } from './demo.js';
import { explainCommand, type ExplainFlags } from './explain.js';
import { skewCommand, type SkewFlags } from './skew.js';
import { init, type InitFlags } from './init/init.js';
import { dropPolicy, policyPast, setPolicy, showPolicy, type PolicyFlags } from './policy.js';
import { replayCommand, type AskAgainFlags } from './replay.js';
import { reset, type ResetFlags } from './reset/reset.js';
import { run, type RunFlags } from './run.js';
import { schemaText, type SchemaFlags } from './schema.js';
import { showPrediction, type ShowPredictionFlags } from './show-prediction.js';
import { VERSION } from './version.js';
import { simulateCommand, type SimulateFlags } from './simulate.js';

const program = new Command('leeway')
  .description(
    'Watches machine-learning models in production as a stream: drift, alerts that say why, and retraining.',
  )
  .version(VERSION, '--version', 'print the version')
  .showHelpAfterError();

/** Where the log is. */
function withPlace(command: Command): Command {
  return command
    .option('--config <file>', 'configuration (default: leeway.yaml where it exists)')
    .option('--data <dir>', 'folder of everything that Leeway keeps (default: .leeway)')
    .option('--kafka <host:port>', 'use this Kafka cluster in place of the embedded log (several: a,b)')
    .option('--prefix <name>', 'put before the names of topics and groups on Kafka');
}

/** For commands that look into a log, by themselves or through the Leeway that runs on it. */
function withLog(command: Command): Command {
  return withPlace(command)
    .option('--url <url>', 'ask the Leeway that runs there, in place of opening the log')
    .option('--json', 'one JSON object in place of text');
}

function withConfig(command: Command): Command {
  return withPlace(command)
    .option('--influx <url>', 'use this InfluxDB 1.x in place of the embedded DuckDB file')
    .option('--host <host>', 'where the server listens (default: 127.0.0.1)')
    .option('--port <port>', 'port of page, API and HTTP ingestion; 0 = any free one (default: 4600)')
    .option('--verbose', 'log what happens inside, on standard error');
}

withConfig(program.command('demo'))
  .description('three million real flights through the whole path: the main job on real data')
  .option('--speed <n>', 'event time over wall time, or max (default: 86400, a day a second)')
  .option('--days <n>', 'only the first N days')
  .option('--every <n>', 'only every Nth flight')
  .option('--exit', 'end when the flights have ended, in place of keeping the page open')
  .option('--json', 'end with one JSON object as the last line of standard output')
  .action((flags: DemoFlags) => finish(demo(flags)));

withConfig(program.command('run'))
  .description('run the stages; several processes share the work on Kafka')
  .option('--stage <names>', 'only these stages, such as profiler,evaluator')
  .action((flags: RunFlags) => finish(run(flags)));

withColumns(
  withPlace(program.command('init [file]'))
    .description(
      'write a leeway.yaml from a sample, every choice with its reason: a table (CSV, Parquet, JSON lines), events as they are sent, or the log',
    )
    .option('--topic', 'look at the newest events of the log in place of a file')
    .option('--rows <n>', 'look at no more rows than this; of a table, the newest', '1000000')
    .option('--out <file>', 'where to write it (- = standard output)', 'leeway.yaml')
    .option('--force', 'write over what is there'),
).action((file: string | undefined, flags: InitFlags) => finish(init(file, flags)));

const deadLetters = program
  .command('dead-letters')
  .description(
    'records that could not be processed: list them, look at one, send them again once that is mended',
  );

function withLetters(command: Command): Command {
  return withLog(command)
    .option('--reason <code>', 'only those given up for this reason, such as bad-json')
    .option('--model <name>', 'only those of this model, as far as they can be read')
    .option('--since <time>', 'only those given up since then: 2h, 7d, or 2026-01-05T09:00:00Z');
}

withLetters(deadLetters.command('list'))
  .description('the newest dead letters, a line each, and how many there are for each reason')
  .option('--limit <n>', 'how many to show', '100')
  .action((flags: ListFlags) => finish(listDeadLetters(flags)));

withLog(deadLetters.command('show <id>'))
  .description('all of one dead letter, named by topic/partition/offset: why, since when, its bytes')
  .action((id: string, flags: LetterFlags) => finish(showDeadLetter(id, flags)));

withLetters(deadLetters.command('replay [ids...]'))
  .description('send the original bytes again, each letter once')
  .option('--all', 'all of them')
  .option('--again', 'also those that were sent again before')
  .action((ids: string[], flags: ReplayFlags) => finish(replayDeadLetters(ids, flags)));

withLog(program.command('show').description('what is known of one thing').command('prediction <id>'))
  .description('the whole life of a prediction: its records, panes, outcome, version, alerts, trainings')
  .option('--model <name>', 'only of this model, where several use the id')
  .option('--since <time>', 'read only what was appended since then: 2h, 7d, or 2026-01-05T09:00:00Z')
  .action((id: string, flags: ShowPredictionFlags) => finish(showPrediction(id, flags)));

const alerts = program
  .command('alerts')
  .description('the alerts that there are, and what people say of them: acknowledged, real, false, expected');

function withNote(command: Command): Command {
  return withLog(command).option('--note <words>', 'why');
}

withLog(alerts.command('list'))
  .description('a line each, oldest first, and how often they were right')
  .option('--model <name>', 'only those of this model')
  .option('--open', 'only those that are not over')
  .action((flags: AlertFlags) => finish(listAlerts(flags)));

withLog(alerts.command('ack <id>'))
  .description('somebody looks after it')
  .action((id: string, flags: AlertFlags) => finish(acknowledgeAlert(id, flags)));

withNote(alerts.command('mark <id> <mark>'))
  .description(
    'real: something was wrong; false: nothing was; expected: it was known before; none takes it back',
  )
  .action((id: string, mark: string, flags: AlertFlags) => finish(markAlert(id, mark, flags)));

withNote(alerts.command('silence <model>'))
  .description('nobody is called for its alerts; they fire all the same, and say so')
  .requiredOption(
    '--until <time>',
    'so long: 2h, 7d, or until 2026-01-05T09:00:00Z, in event time; none ends it',
  )
  .option('--metric <name>', 'only for this metric, such as drift:age')
  .action((model: string, flags: AlertFlags & { readonly until: string }) =>
    finish(silenceModel(model, flags.until, flags)),
  );

const policy = program
  .command('policy')
  .description('by what alerts are decided, now and before; changed while Leeway runs');

function withModel(command: Command): Command {
  return withLog(command).option('--model <name>', 'that of this model, in place of everybody');
}

withModel(policy.command('show'))
  .description('the policy in force, as a file that `policy set` takes')
  .action((flags: PolicyFlags) => finish(showPolicy(flags)));

withModel(policy.command('set <file>'))
  .description('decide on another one: what the file leaves out has its default')
  .option('--note <words>', 'why')
  .option('--check', 'only say what would change')
  .action((file: string, flags: PolicyFlags) => finish(setPolicy(file, flags)));

withModel(policy.command('drop'))
  .description('a model goes back to the policy of everybody')
  .option('--note <words>', 'why')
  .action((flags: PolicyFlags) => finish(dropPolicy(flags)));

withModel(policy.command('history'))
  .description('who has changed what, oldest first')
  .action((flags: PolicyFlags) => finish(policyPast(flags)));

withPlace(program.command('reset'))
  .description('have a stage compute everything again, from the first record that the log has')
  .requiredOption('--stage <name>', 'profiler (and with it the evaluator), evaluator, trainer or sink')
  .option('--yes', 'do it; without it, it only says what would happen')
  .action((flags: ResetFlags) => finish(reset(flags)));

withColumns(
  program
    .command('backtest <files...>')
    .description(
      'months of history (CSV, Parquet, JSON lines) through the stages of production; exit code 0: no alarm, 3: alarmed, 1: error',
    )
    .option('--html <file>', 'write the report there: one page, with pictures, that needs nothing else')
    .option('--json <file>', 'write the findings there for machines (- = standard output)')
    .option('--config <file>', 'a leeway.yaml; what it does not say is chosen from the data'),
).action((files: string[], flags: BacktestFlags) => finish(backtestCommand(files, flags)));

withPlace(program.command('replay'))
  .description('ask again: what another policy would have said, from the panes that the log has kept')
  .requiredOption('--policy <file>', 'a leeway.yaml with the alerts, reference and maintenance to try')
  .option('--model <name>', 'only this model')
  .option('--json', 'one JSON object in place of text')
  .action((flags: AskAgainFlags) => finish(replayCommand(flags)));

withPlace(program.command('explain <model>'))
  .description(
    'an analysis on demand: can recent predictions be told from those before, by all features together, and by which',
  )
  .option('--since <moment>', 'where the recent stretch begins: a time, or so long before its end', '7d')
  .option('--until <moment>', 'where it ends (default: with the newest prediction)')
  .option('--reference <moment>', 'where what it is held against begins: a time, or so long before it', '28d')
  .option('--file <files...>', 'predictions from files (CSV, Parquet, JSON lines) in place of the log')
  .option('--json', 'one JSON object in place of text')
  .action((model: string, flags: ExplainFlags) => finish(explainCommand(model, flags)));

withPlace(program.command('skew <model>'))
  .description('an analysis on demand: is a version asked in service what it was trained on')
  .requiredOption('--training <files...>', 'the rows it was trained on (CSV, Parquet, JSON lines)')
  .option('--file <files...>', 'predictions in service from files in place of the log')
  .option('--model-version <name>', 'this version (default: the one that came last)')
  .option('--since <moment>', 'where the stretch in service begins (default: with the version)')
  .option('--until <moment>', 'where it ends (default: a week later)')
  .option('--json', 'one JSON object in place of text')
  .action((model: string, flags: SkewFlags) => finish(skewCommand(model, flags)));

withConfig(program.command('simulate <story>'))
  .description('a story with a known ending, as events: churn, delivery or sale')
  .option('--variant <name>', 'which change happens, such as data or concept')
  .option('--seed <n>', 'same seed, same events', '1')
  .option('--scale <x>', 'traffic, 1 = as told', '1')
  .option('--truth <file>', 'write the ground truth there (default: STORY-VARIANT-SEED.truth.json)')
  .option(
    '--out <file>',
    'write the events there as JSON lines (- = standard output) in place of sending them',
  )
  .option('--url <url>', 'send the events to a running Leeway', 'http://127.0.0.1:4600')
  .option('--no-wait', 'as fast as they are taken, however far its decisions and trainings fall behind')
  .action((story: string, flags: SimulateFlags) => finish(simulateCommand(story, flags)));

program
  .command('schema')
  .description('print the JSON Schema of leeway.yaml, for editors')
  .option('--markdown', 'print its documentation in place of it')
  .action((flags: SchemaFlags) => {
    process.stdout.write(schemaText(flags));
  });

program
  .command('topology')
  .description('print the data flow: topics, stages, arrows')
  .action(() => {
    process.stdout.write(`${printTopology()}\n`);
  });

const LINGER_MS = 5_000;

/** One line for what a person can mend; the stack only on request. */
async function finish(work: Promise<number>): Promise<void> {
  let code = 1;
  try {
    code = await work;
  } catch (error) {
    const text =
      error instanceof Error
        ? process.env['LEEWAY_STACK'] === undefined
          ? error.message
          : error.stack
        : String(error);
    process.stderr.write(`leeway: ${text ?? 'failed'}\n`);
  }
  process.exitCode = code;
  // All is closed by now, so the process ends by itself. Should a client library keep a socket all the same, nobody is
  // made to wait for it; the timer itself keeps nothing alive.
  setTimeout(() => {
    process.stderr.write('leeway: something is still open after the end; stopping all the same\n');
    process.exit(code);
  }, LINGER_MS).unref();
}

await program.parseAsync();
