/** A life as text for people: what happened in which order, and what it went into. */
import { beganWords } from '../../dashboard/alert-words.js';
import { duration } from '../status/words.js';
import type { Life, LifeOfModel } from './life.js';
import type { TracedRecord } from './trace.js';

export function lifeText(life: Life): string {
  const { id, partition, since, records, models } = life;
  if (records.length === 0) {
    const searched = since === null ? '' : ` since ${iso(since)}`;
    return (
      `There is no record of ${id} in partition ${partition} of predictions and outcomes${searched}, where its key belongs.\n` +
      'Is the id right? Retention may have removed it; a producer with another partitioner has put it elsewhere.'
    );
  }
  const lines = [`${id} (partition ${partition})`, '', 'RECORDS'];
  for (const record of records) lines.push(...recordLines(record, paneOf(models, record)));
  for (const model of models) lines.push('', ...modelLines(model));
  return lines.join('\n');
}

function paneOf(models: readonly LifeOfModel[], { model }: TracedRecord): number {
  return models.find((one) => one.model === model)?.pane ?? 0;
}

function recordLines(record: TracedRecord, pane: number): string[] {
  const { topic, partition, offset, appendedAt, content } = record;
  return [
    `  ${topic}/${partition}/${offset}  appended ${iso(appendedAt)}`,
    `    ${fateOf(record)}`,
    ...record.panes.map(
      ({ side, version, segment, start, component }) =>
        `    counted in the ${side} pane ${iso(start)} to ${iso(start + pane)} of ${component === undefined ? '' : `${component}, `}version ${version}` +
        (segment === '' ? '' : `, segment ${segment}`),
    ),
    `    ${JSON.stringify(content)}`,
  ];
}

function fateOf({ topic, fate, reason, message, late, joined }: TracedRecord): string {
  if (fate === 'dead letter') return `dead-lettered as ${reason}: ${message}`;
  if (fate === 'duplicate') return 'a duplicate: counted as such, otherwise ignored';
  const other = topic === 'predictions' ? 'outcome' : 'prediction';
  return [
    'accepted',
    joined ? `joined to its ${other}, which was there` : `its ${other} was not there yet`,
    ...(late ? ['late: its pane had been passed, so it is in none'] : []),
  ].join('; ');
}

function modelLines(model: LifeOfModel): string[] {
  const { predictedAt, happenedAt, delay, versionInForce } = model;
  const lines = [
    `MODEL ${model.model}`,
    `  predicted         ${predictedAt === null ? 'no accepted prediction' : iso(predictedAt)}`,
    `  happened          ${happenedAt === null ? 'no accepted outcome' : iso(happenedAt)}${delay === null ? '' : ` (${signed(delay)})`}`,
    `  version in force  ${versionInForce ?? 'none was promoted by then'}`,
    `  alerts            ${model.alerts.length === 0 ? 'none whose span holds it' : ''}`.trimEnd(),
  ];
  for (const alert of model.alerts) {
    const { id, metric, state, firedAt, why } = alert;
    lines.push(
      `    ${id} ${metric} (${state}), began about ${beganWords(alert, iso)}, fired ${iso(firedAt)}: ${why}`,
    );
  }
  lines.push(`  trainings         ${model.trainings.length === 0 ? 'none on its time' : ''}`.trimEnd());
  for (const { request, from, to, version, promoted } of model.trainings) {
    const verdict =
      version === null ? 'not answered yet' : `version ${version} ${promoted ? 'promoted' : 'rejected'}`;
    lines.push(`    ${request} on ${iso(from)} to ${iso(to)}: ${verdict}`);
  }
  return lines;
}

function signed(delay: number): string {
  return delay < 0 ? `${duration(-delay)} before the prediction` : `${duration(delay)} after the prediction`;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
