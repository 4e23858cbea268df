/** The package's main export: what applications use to publish their predictions and outcomes. */
export { LeewayClient, type ClientCounts } from './leeway-client.js';
export type { ClientOptions, ClientTarget, RefusedEvent } from './options.js';
export type { OutcomeInput, PredictionInput } from './encode.js';
