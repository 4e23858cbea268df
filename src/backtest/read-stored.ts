import type { LogReader, LogRecord } from '../log/port.js';
import type { Reference } from '../policy/reference.js';
import type { AlertRecord, ModelRecord, StatusRecord } from '../records/feed.js';
import { readRecord } from '../records/read-record.js';
import type { StoredModel } from './replay.js';

export interface StoredHistory extends StoredModel {
  /** Latest state of each, in the order in which they fired. */
  readonly alerts: readonly AlertRecord[];
}

/** What a log holds of every model (or of one) that "ask again" needs: panes, versions, references, alerts. */
export async function readStored(
  log: LogReader,
  partitions: number,
  only?: string,
): Promise<StoredHistory[]> {
  const references = await readReferences(log, partitions);
  const models: StoredHistory[] = [];
  for (let partition = 0; partition < partitions; partition++) {
    for (const found of await readPartition(log, partition, only)) models.push({ ...found, references });
  }
  return models.sort((a, b) => (a.model < b.model ? -1 : 1));
}

interface Found {
  readonly panes: Map<number, Map<string, Buffer>>;
  readonly versions: ModelRecord[];
  readonly alerts: Map<string, AlertRecord>;
  status: StatusRecord | null;
}

async function readPartition(
  log: LogReader,
  partition: number,
  only: string | undefined,
): Promise<Omit<StoredHistory, 'references'>[]> {
  const models = new Map<string, Found>();
  const of = (model: string): Found => {
    let found = models.get(model);
    if (!found) {
      found = { panes: new Map(), versions: [], alerts: new Map(), status: null };
      models.set(model, found);
    }
    return found;
  };
  const each = async (topic: string, take: (record: LogRecord & { readonly value: Buffer }) => void) => {
    const { first, next } = await log.range(topic, partition);
    await log.read(topic, partition, first, next, (records) => {
      for (const record of records) {
        const { value } = record;
        if (value) take({ ...record, value });
      }
    });
  };
  const wanted = (model: string | null): model is string =>
    model !== null && (only === undefined || model === only);

  await each('panes', ({ key, value, headers }) => {
    if (!wanted(key)) return;
    const start = Number(headers['start']);
    const { panes } = of(key);
    let own = panes.get(start);
    if (!own) panes.set(start, (own = new Map()));
    own.set([headers['side'], headers['version'], headers['segment']].join('\t'), value);
  });
  await each('models', (record) => {
    if (wanted(record.key)) of(record.key).versions.push(readRecord<ModelRecord>(record));
  });
  await each('alerts', (record) => {
    if (!wanted(record.key)) return;
    const alert = readRecord<AlertRecord>(record);
    of(record.key).alerts.set(alert.id, alert);
  });
  const statuses = new Map<string, LogRecord>();
  await each('metrics', (record) => {
    if (wanted(record.key) && record.value.includes(STATUS)) statuses.set(record.key, record);
  });
  for (const [model, record] of statuses)
    of(model).status = readRecord<StatusRecord & { readonly v: 1 }>(record);
  return [...models]
    .filter(([, { panes }]) => panes.size > 0)
    .map(([model, found]) => ({ ...found, model, alerts: [...found.alerts.values()] }));
}

const STATUS = Buffer.from('"kind":"status"');

/** References lie where their own key has put them: by `model@version`. */
async function readReferences(log: LogReader, partitions: number): Promise<Map<string, Reference>> {
  const references = new Map<string, Reference>();
  for (let partition = 0; partition < partitions; partition++) {
    const { first, next } = await log.range('references', partition);
    await log.read('references', partition, first, next, (records) => {
      for (const { value } of records) {
        if (!value) continue;
        const reference = JSON.parse(value.toString('utf8')) as Reference;
        references.set(reference.id, reference);
      }
    });
  }
  return references;
}
