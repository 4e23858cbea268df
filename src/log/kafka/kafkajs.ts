/** kafkajs is a CommonJS module in which Node finds only some exports by name: take the values from the whole. */
import kafkajs from 'kafkajs';

export const { AssignerProtocol, CompressionTypes, ConfigResourceTypes, Kafka, logLevel } = kafkajs;
