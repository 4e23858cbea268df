import { cpus, totalmem } from 'node:os';

export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly node: string;
}

/** What the figures were measured on; each result says it. */
export function machine(): Machine {
  return {
    cores: cpus().length,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}

export function machineLine({ cores, cpu, memoryGiB, node }: Machine): string {
  return `${cores} cores (${cpu}), ${memoryGiB} GiB, Node ${node}`;
}
