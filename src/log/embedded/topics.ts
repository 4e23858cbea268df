/** Creates topics and checks those that exist. */
import { LogError } from '../errors.js';
import type { TopicSpec } from '../port.js';
import type { Operation } from './group-commit.js';

/** Kafka's rule, so that the same configuration runs on both engines; it also keeps LMDB's keys short and unambiguous. */
const legalName = /^[A-Za-z0-9._-]{1,249}$/;

/** Throws a RangeError unless topic, group or writer may be called so. */
export function checkName(what: string, name: string): void {
  if (!legalName.test(name)) {
    throw new RangeError(`'${name}' is no ${what} name: 1 to 249 letters, digits, '.', '_' and '-'`);
  }
}

export function ensureTopics(specs: readonly TopicSpec[]): Operation {
  return (draft) => {
    for (const spec of specs) checkSpec(spec, draft.topics.get(spec.name));
    for (const spec of specs) draft.topics.set(spec.name, { ...spec });
  };
}

function checkSpec(want: TopicSpec, have: TopicSpec | undefined): void {
  const { name } = want;
  checkName('topic', name);
  if (!Number.isInteger(want.partitions) || want.partitions < 1) {
    throw new RangeError(`topic ${name} needs at least one partition, not ${want.partitions}`);
  }
  if (have === undefined) return;
  if (have.partitions !== want.partitions) {
    throw new LogError(
      'topic-mismatch',
      `topic ${name} has ${have.partitions} partitions and ${want.partitions} are configured; a count cannot change: ` +
        `configure ${have.partitions}, or use another topic prefix or data directory`,
    );
  }
  if (have.cleanup !== want.cleanup) {
    throw new LogError(
      'topic-mismatch',
      `topic ${name} has the cleanup policy '${have.cleanup}' and '${want.cleanup}' is configured; ` +
        `configure '${have.cleanup}', or use another topic prefix or data directory`,
    );
  }
}
