/** The last Kafka that is no 4: the part of the contract where brokers differ (transactions, fencing, groups). */
import { afterAll, beforeAll, describe } from 'vitest';

import { deliveryCases } from '../../contract/event-log/delivery.js';
import { fencingCases } from '../../contract/event-log/fencing.js';
import { membershipCases } from '../../contract/event-log/membership.js';
import { transactionCases } from '../../contract/event-log/transactions.js';
import { startKafka } from '../../services/kafka.js';
import { onPath } from '../../services/process.js';
import { titled, type Running } from '../../services/service.js';
import { kafkaFixture } from './kafka-fixture.js';

const VERSION = '3.9.2';
const lacking = ['java', 'mvn'].find((program) => onPath(program) === undefined);
const needs = { name: 'kafka', ...(lacking !== undefined && { missing: `no ${lacking} on PATH` }) };

describe.skipIf(lacking !== undefined)(
  titled(`Kafka ${VERSION}: EventLog contract, short form`, needs),
  () => {
    let broker: Running | undefined;
    beforeAll(async () => {
      broker = await startKafka(VERSION);
    });
    afterAll(async () => {
      await broker?.stop();
    });

    const setup = () => Promise.resolve(kafkaFixture(broker?.address ?? ''));
    deliveryCases(setup);
    transactionCases(setup);
    fencingCases(setup);
    membershipCases(setup);
  },
);
