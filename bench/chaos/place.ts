/** Where a run takes place: a fleet, its log and its metric store, on one of the two engines. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createEmbeddedLog } from '../../src/log/embedded/index.js';
import { createKafkaLog } from '../../src/log/kafka/index.js';
import type { EventLog } from '../../src/log/port.js';
import { createDuckDbMetricStore } from '../../src/metric-store/duckdb/duckdb-metric-store.js';
import { createInfluxMetricStore } from '../../src/metric-store/influx/influx-metric-store.js';
import type { MetricStore } from '../../src/metric-store/port.js';
import { auditPoints } from './audit.js';
import { PARTITIONS } from './deployment.js';
import { collect, identityOf, type Findings } from './findings.js';
import { type Fleet, logFolder } from './fleet.js';
import { MODELS } from './world.js';

export interface Outcome {
  readonly found: Findings;
  /** What the metric store lacks or has too much of; empty when it has what the log asks for. */
  readonly store: readonly string[];
}

/** How long the sink may take to write what is in the log when nothing disturbs it any more. */
const SINK_PATIENCE_MS = 300_000;
/** Longer than anything takes on a machine that a dozen others use: it ends what hangs, and measures nothing. */
const HANGS_AFTER_MS = 1_200_000;

/** Feeds all that is left, waits until every stream has ended and the sink has caught up, ends the fleet, and looks. */
export async function finish(fleet: Fleet): Promise<Outcome> {
  const { load, engine } = fleet.options;
  fleet.aimAt(load.items.length);
  await until(fleet, 'the end of the load', () => {
    const { ended, read, pending } = fleet.progress;
    return ended && read >= load.records && pending === 0;
  });
  return engine === 'kafka' ? finishKafka(fleet) : finishEmbedded(fleet);
}

async function finishKafka(fleet: Fleet): Promise<Outcome> {
  const { kafka, influx } = fleet.options;
  const prefix = kafka?.prefix ?? '';
  const log = createKafkaLog({ brokers: [kafka?.address ?? ''], clientId: 'chaos-audit', prefix });
  try {
    const found = await collect(log, PARTITIONS);
    const store =
      influx && createInfluxMetricStore({ url: influx.url, database: influx.database, deployment: prefix });
    const wrong = store ? await untilStored(found, () => pointsIn(store)) : [];
    await fleet.close();
    return { found, store: wrong };
  } finally {
    await log.close();
  }
}

/** The files belong to the running process: it has to end for anybody else to look into them. */
async function finishEmbedded(fleet: Fleet): Promise<Outcome> {
  const [slot] = fleet.slots;
  if (slot === undefined) throw new Error('a fleet without a process has nothing to show');
  let found: Findings | undefined;
  const wrong = await untilStored(
    () => found as Findings,
    async () => {
      slot.wanted = false;
      await slot.member?.untilRunning();
      const exit = await slot.member?.stop();
      if (exit?.code !== 0)
        throw new Error(
          `it did not end when it was asked to: ${JSON.stringify(exit)}\n${slot.member?.lastWords(20) ?? ''}`,
        );
      const log: EventLog = await createEmbeddedLog({ directory: logFolder(slot) });
      try {
        found = await collect(log, PARTITIONS);
      } finally {
        await log.close();
      }
      const held = await pointsIn(createDuckDbMetricStore({ path: join(slot.data, 'metrics.duckdb') }));
      if (auditPoints(found.points, held).length > 0) {
        fleet.revive(slot);
        await fleet.untilRunning(slot);
      }
      return held;
    },
  );
  await fleet.close();
  return { found: found as Findings, store: wrong };
}

async function untilStored(
  found: Findings | (() => Findings),
  held: () => Promise<ReadonlyMap<string, number>>,
): Promise<string[]> {
  const deadline = performance.now() + SINK_PATIENCE_MS;
  for (let wait = 500; ; wait = Math.min(2 * wait, 8_000)) {
    const points = await held();
    const wrong = auditPoints((typeof found === 'function' ? found() : found).points, points);
    if (wrong.length === 0 || performance.now() > deadline) return wrong;
    await pause(wait);
  }
}

async function pointsIn(store: MetricStore): Promise<Map<string, number>> {
  await store.open();
  try {
    const points = new Map<string, number>();
    for (const model of MODELS) {
      for (const point of await store.query({ model })) points.set(identityOf(point), point.value);
    }
    return points;
  } finally {
    await store.close();
  }
}

/** Polls; the limit is no measure of anything, it only ends what would hang for ever, and says where it hung. */
export async function until(
  fleet: Fleet,
  what: string,
  holds: () => boolean,
  limitMs = HANGS_AFTER_MS,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > deadline) {
      const { fed, read, pending, ended, decidedUntil } = fleet.progress;
      const words = fleet.slots.map(
        ({ name, wanted, member }) =>
          `${name} (${wanted ? 'wanted' : 'idle'}): ${member?.lastWords(12) ?? ''}`,
      );
      throw new Error(
        `not within ${limitMs / 1_000} s: ${what} (fed ${fed}, in the books ${read}, trainings under way ${pending}, ended ${ended}, ` +
          `decided until ${new Date(Math.max(0, decidedUntil)).toISOString()})\n${words.join('\n')}`,
      );
    }
    await pause(20);
  }
}
