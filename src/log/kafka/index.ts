export type { KafkaLogger } from './client-logger.js';
export { createKafkaLog } from './kafka-log.js';
export type { KafkaLogOptions } from './settings.js';
