/** Where the running Leeway that owns an embedded log can be asked: it says so beside the lock, while it holds it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/schema.js';
import { directoryOwner } from '../log/embedded/index.js';
import { logDirectory } from './adapters.js';

interface Address {
  readonly pid: number;
  readonly url: string;
}

/** @returns what takes the address away again */
export function announceOwner(config: Config, url: string): () => void {
  const address: Address = { pid: process.pid, url };
  writeFileSync(addressFile(config), JSON.stringify(address));
  return () => {
    if (read(config)?.pid === process.pid) rmSync(addressFile(config), { force: true });
  };
}

/** @returns null where the owner has said none: it does not listen, or an earlier one that was killed has left its own */
export function ownerUrl(config: Config): string | null {
  const address = read(config);
  return address && address.pid === directoryOwner(logDirectory(config)) ? address.url : null;
}

function read(config: Config): Address | null {
  try {
    const { pid, url } = JSON.parse(readFileSync(addressFile(config), 'utf8')) as Partial<Address>;
    return typeof pid === 'number' && typeof url === 'string' ? { pid, url } : null;
  } catch {
    // Not there, or not written to its end: nobody has said anything.
    return null;
  }
}

const addressFile = (config: Config) => join(logDirectory(config), 'owner.url');
