import { LogError } from '../errors.js';
import type { SubscribeOptions } from '../port.js';
import type { TopicCatalog } from './topic-catalog.js';

/** Throws `LogError` (`topic-mismatch`) unless all topics of a group, loaded before, have as many partitions. */
export function checkCoPartitioned(catalog: TopicCatalog, { group, topics }: SubscribeOptions): void {
  const counts = topics.map((topic) => `${topic}: ${catalog.facts(topic).partitions}`);
  if (new Set(topics.map((topic) => catalog.facts(topic).partitions)).size <= 1) return;
  throw new LogError(
    'topic-mismatch',
    `group ${group} joins topics by partition, but their counts differ (${counts.join(', ')}): make them equal`,
  );
}
