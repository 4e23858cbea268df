import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of its own for the folders of a run, which can be filled to the last byte and freed again. */
export interface SmallDisk {
  fill(): void;
  free(): void;
  unmount(): void;
}

const CHUNK = Buffer.alloc(1024 * 1024, 1);

/** Mounts a tmpfs on an empty folder; where that is not allowed, the reason in words. */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk | { readonly missing: string } {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'leeway-chaos', folder], {
      stdio: 'pipe',
    });
  } catch (error) {
    return {
      missing: `no tmpfs can be mounted here (${(error as Error).message.split('\n')[0] ?? ''})`,
    };
  }
  const filler = join(folder, 'filler');
  const unmount = (): void => {
    process.off('exit', unmount);
    execFileSync('umount', ['-l', folder], { stdio: 'pipe' });
  };
  // Whatever ends the driver: a mount outlives its process.
  process.once('exit', unmount);
  return {
    fill: () => {
      const file = openSync(filler, 'w');
      try {
        for (let size = CHUNK.length; size >= 1;) {
          try {
            writeSync(file, CHUNK, 0, size);
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
            size = Math.floor(size / 16);
          }
        }
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    unmount,
  };
}
