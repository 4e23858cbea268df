#!/usr/bin/env node
import { Command } from 'commander';
import { printTopology } from '../topology.js';
import { demo, type DemoFlags } from './demo.js';
import { run, type RunFlags } from './run.js';
import { simulateCommand, type SimulateFlags } from './simulate.js';

const program = new Command('leeway')
  .description(
    'Watches machine-learning models in production as a stream: drift, alerts that say why, and retraining.',
  )
  .showHelpAfterError();

function withConfig(command: Command): Command {
  return command
    .option('--config <file>', 'configuration (default: leeway.yaml where it exists)')
    .option('--data <dir>', 'folder of everything that Leeway keeps')
    .option('--kafka <host:port>', 'use this Kafka cluster in place of the embedded log (several: a,b)')
    .option('--prefix <name>', 'put before the names of topics and groups on Kafka')
    .option('--influx <url>', 'use this InfluxDB 1.x in place of the embedded DuckDB file')
    .option('--host <host>', 'where the server listens (default: 127.0.0.1)')
    .option('--port <port>', 'port of page, API and HTTP ingestion; 0 = any free one')
    .option('--verbose', 'log what happens inside, on standard error');
}

withConfig(program.command('demo'))
  .description('three million real flights through the whole path: the main job on real data')
  .option('--speed <n>', 'event time over wall time, or max (default: 86400, a day a second)')
  .option('--days <n>', 'only the first N days')
  .option('--exit', 'end when the flights have ended, in place of keeping the page open')
  .option('--json', 'end with one JSON object as the last line of standard output')
  .action((flags: DemoFlags) => finish(demo(flags)));

withConfig(program.command('run'))
  .description('run the stages; several processes share the work on Kafka')
  .option('--stage <names>', 'only these stages, such as profiler,evaluator')
  .action((flags: RunFlags) => finish(run(flags)));

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
  .action((story: string, flags: SimulateFlags) => finish(simulateCommand(story, flags)));

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
