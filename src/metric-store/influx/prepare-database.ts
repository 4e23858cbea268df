/** Creates the database and Leeway's retention policy in it, or brings the policy to what is configured. */
import type { InfluxDB } from 'influx';
import type { InfluxSettings } from './settings.js';

/** A policy of our own, so that a shared database's default stays what its owner made it. */
export const retentionPolicy = 'leeway';

/**
 * Idempotent. Needs InfluxDB's admin rights only where something has to be made or changed.
 * A database that Leeway makes has `leeway` as its default policy; in an existing one queries name it:
 * `SELECT ... FROM "leeway"."metrics"`. Shortening the retention lets InfluxDB delete what is older.
 */
export async function prepareDatabase(client: InfluxDB, settings: InfluxSettings): Promise<void> {
  const { database, retention } = settings;
  const names = await client.getDatabaseNames();
  if (!names.includes(database)) {
    // One statement: a crash in between cannot leave a database whose default is another policy.
    await client.query(
      `CREATE DATABASE "${database}" WITH DURATION ${retention} REPLICATION 1 NAME "${retentionPolicy}"`,
      { method: 'POST', database },
    );
    return;
  }
  const policies = await client.showRetentionPolicies(database);
  const existing = policies.find((policy) => policy.name === retentionPolicy);
  const options = { database, duration: retention, replication: 1 };
  if (existing === undefined) {
    await client.createRetentionPolicy(retentionPolicy, options);
  } else if (secondsOf(existing.duration) !== secondsOf(retention)) {
    await client.alterRetentionPolicy(retentionPolicy, { ...options, isDefault: existing.default });
  }
}

/** InfluxDB answers in Go's notation: `720h0m0s`, and `0s` for ever. */
export function secondsOf(duration: string): number {
  if (duration === 'INF') return 0;
  const unitSeconds: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 };
  let seconds = 0;
  for (const [, count, unit] of duration.matchAll(/(\d+)([wdhms])/g)) {
    seconds += Number(count) * (unitSeconds[unit ?? ''] ?? 0);
  }
  return seconds;
}
