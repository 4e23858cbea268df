import type { Random } from '../../producers/simulators/random.js';
import type { TcpProxy } from './tcp-proxy.js';
import type { Engine } from './failpoint.js';
import type { Fleet } from './fleet.js';
import type { KafkaBroker } from './services.js';

/** What a fault can lay its hands on. */
export interface Scene {
  readonly fleet: Fleet;
  readonly random: Random;
  readonly kafka: KafkaBroker | null;
  readonly influx: TcpProxy | null;
  /** Lets more of the load flow while the fault is on; resolves at once. */
  feedOn(): void;
  /** Fills the disk of all members; null where none could be made. */
  readonly disk: { fill(): void; free(): void } | null;
}

/** One kind of thing that goes wrong. */
export interface Fault {
  readonly name: string;
  readonly engines: readonly Engine[];
  /** How often, beside the others. */
  readonly weight: number;
  /** How many processes it is expected to kill. */
  readonly kills: number;
  /** A process may end by itself while it is on, if it says why; it is started again. */
  readonly mayEndProcess?: boolean;
  /** Does it; resolves when it is over, before the system has recovered. Returns a finer name, such as the step. */
  readonly strike: (scene: Scene) => Promise<string | null>;
}
