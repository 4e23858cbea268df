/**
 * What every EventLog adapter promises. An adapter's whole test is one call:
 * `eventLogContract('embedded', async () => ({ log, topic, close }))`.
 * Cases assert only what all engines promise: offsets grow but need not be contiguous (Kafka's transaction markers
 * take offsets), compaction is eventual, and a group needs time to settle; so cases wait on conditions, never on time.
 */
import { describe } from 'vitest';
import { compactionCases } from './event-log/compaction.js';
import { deliveryCases } from './event-log/delivery.js';
import { fencingCases } from './event-log/fencing.js';
import type { EventLogFixture } from './event-log/fixture.js';
import { gapCases } from './event-log/gaps.js';
import { membershipCases } from './event-log/membership.js';
import { readingCases } from './event-log/reading.js';
import { topicCases } from './event-log/topics.js';
import { transactionCases } from './event-log/transactions.js';

export type { EventLogFixture } from './event-log/fixture.js';

export function eventLogContract(name: string, setup: () => Promise<EventLogFixture>): void {
  describe(`${name}: EventLog contract`, () => {
    topicCases(setup);
    readingCases(setup);
    deliveryCases(setup);
    transactionCases(setup);
    fencingCases(setup);
    membershipCases(setup);
    gapCases(setup);
    compactionCases(setup);
  });
}
