/** The embedded EventLog: what the composition root may import. */
export { createEmbeddedLog, type EmbeddedLog, type EmbeddedLogOptions } from './embedded-log.js';
export { openEmbeddedReader } from './embedded-reader.js';
export { directoryOwner } from './directory-lock.js';
