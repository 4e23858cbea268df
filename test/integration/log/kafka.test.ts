import { describe } from 'vitest';

import { eventLogContract } from '../../contract/event-log.js';
import { kafkaService, titled } from '../../services/index.js';
import { kafkaFixture } from './kafka-fixture.js';

const kafka = await kafkaService();

describe.skipIf(kafka.missing !== undefined)(titled('Kafka', kafka), () => {
  eventLogContract('kafka', () => Promise.resolve(kafkaFixture(kafka.address ?? '')));
});
