/**
 * A transaction asks its coordinators four things; kafkajs finds out before each which broker they are, which is four round
 * trips more. They stay where they are until a broker dies or leadership moves: then a request fails, or the connection is
 * gone, and they are looked for again.
 */

import { protocolErrorType } from './kafka-errors.js';

/** What is asked of a broker, and whether it can be, right now. */
export interface CoordinatingBroker {
  isConnected(): boolean;
}

export interface CoordinatorAsked {
  readonly groupId: string;
  /** kafkajs: 0 of a group, 1 of a transactional id. */
  readonly coordinatorType?: number;
}

/** kafkajs's picture of the cluster, as far as transactions use it. */
export interface CoordinatedCluster {
  findGroupCoordinator(asked: CoordinatorAsked): Promise<CoordinatingBroker>;
}

/** kafkajs's own, of its module `producer/eosManager`. */
export interface TransactionManager {
  addPartitionsToTransaction(topics: unknown): Promise<unknown>;
  sendOffsets(offsets: unknown): Promise<unknown>;
  commit(): Promise<unknown>;
  abort(): Promise<unknown>;
}

export type CreateTransactionManager<Options extends { readonly cluster: CoordinatedCluster }> = (
  options: Options,
) => TransactionManager;

const ASKING = ['addPartitionsToTransaction', 'sendOffsets', 'commit', 'abort'] as const;

/** The same transactions; a coordinator that was found is asked again until it fails. */
export function rememberingCoordinators<Options extends { readonly cluster: CoordinatedCluster }>(
  create: CreateTransactionManager<Options>,
): CreateTransactionManager<Options> {
  return (options) => {
    const known = new Map<string, CoordinatingBroker>();
    const find = async (asked: CoordinatorAsked): Promise<CoordinatingBroker> => {
      const key = `${asked.coordinatorType ?? 0} ${asked.groupId}`;
      const before = known.get(key);
      if (before?.isConnected() === true) return before;
      const found = await options.cluster.findGroupCoordinator(asked);
      known.set(key, found);
      return found;
    };
    const manager = create({ ...options, cluster: withFinding(options.cluster, find) });
    const forgetful = ASKING.map((name) => [
      name,
      async (asked: unknown) => {
        try {
          return await manager[name](asked);
        } catch (error) {
          // It is the right one, and busy with the transaction before.
          if (protocolErrorType(error) !== 'CONCURRENT_TRANSACTIONS') known.clear();
          throw error;
        }
      },
    ]);
    return { ...manager, ...(Object.fromEntries(forgetful) as TransactionManager) };
  };
}

/** Everything else is the cluster's own, on the cluster itself: its methods write to it. */
function withFinding<Cluster extends CoordinatedCluster>(
  cluster: Cluster,
  find: CoordinatedCluster['findGroupCoordinator'],
): Cluster {
  return new Proxy(cluster, {
    get: (target, name) => {
      if (name === 'findGroupCoordinator') return find;
      const own: unknown = Reflect.get(target, name);
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
}
