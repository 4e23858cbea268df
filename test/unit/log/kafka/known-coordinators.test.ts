import { describe, expect, it } from 'vitest';
import {
  rememberingCoordinators,
  type CoordinatorAsked,
  type TransactionManager,
} from '../../../../src/log/kafka/known-coordinators.js';

const TRANSACTION = 1;

/** A cluster with one broker, and kafkajs's transactions as far as they look for their coordinators. */
class Cluster {
  readonly asked: string[] = [];
  connected = true;
  refreshed = 0;

  findGroupCoordinator({ groupId, coordinatorType = 0 }: CoordinatorAsked) {
    this.asked.push(`${coordinatorType} ${groupId}`);
    return Promise.resolve({ isConnected: () => this.connected });
  }

  refreshMetadata(): void {
    this.refreshed++;
  }
}

function transactionsOn(cluster: Cluster, fails: () => boolean = () => false): TransactionManager {
  const create = rememberingCoordinators<{ readonly cluster: Cluster }>(({ cluster: given }) => {
    const ask = async (...kinds: readonly CoordinatorAsked[]) => {
      given.refreshMetadata();
      for (const kind of kinds) await given.findGroupCoordinator(kind);
      if (fails()) throw new Error('NOT_COORDINATOR');
    };
    const own = { groupId: 'id', coordinatorType: TRANSACTION };
    return {
      addPartitionsToTransaction: () => ask(own),
      sendOffsets: () => ask(own, { groupId: 'group' }),
      commit: () => ask(own),
      abort: () => ask(own),
    };
  });
  return create({ cluster });
}

async function commit(transactions: TransactionManager): Promise<void> {
  await transactions.addPartitionsToTransaction([]);
  await transactions.sendOffsets({});
  await transactions.commit();
}

describe('coordinators of a transaction', () => {
  it('are looked for once, each of its kind, and everything else is asked of the cluster itself', async () => {
    const cluster = new Cluster();
    const transactions = transactionsOn(cluster);
    await commit(transactions);
    await commit(transactions);
    expect(cluster.asked).toEqual(['1 id', '0 group']);
    expect(cluster.refreshed).toBe(6);
  });

  it('are looked for again after a failure, whatever has failed', async () => {
    const cluster = new Cluster();
    let failing = false;
    const transactions = transactionsOn(cluster, () => failing);
    await commit(transactions);
    failing = true;
    await expect(transactions.sendOffsets({})).rejects.toThrow('NOT_COORDINATOR');
    failing = false;
    await commit(transactions);
    expect(cluster.asked).toEqual(['1 id', '0 group', '1 id', '0 group']);
  });

  it('are looked for again once their connection is gone', async () => {
    const cluster = new Cluster();
    const transactions = transactionsOn(cluster);
    await commit(transactions);
    cluster.connected = false;
    await transactions.abort();
    expect(cluster.asked).toEqual(['1 id', '0 group', '1 id']);
  });
});
