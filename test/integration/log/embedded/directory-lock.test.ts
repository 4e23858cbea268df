import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockDirectory } from '../../../../src/log/embedded/directory-lock.js';
import { createEmbeddedLog } from '../../../../src/log/embedded/index.js';
import { failureOf } from '../../../contract/event-log/fixture.js';
import { temporaryDirectory, temporaryLog } from './temporary-log.js';

describe('the lock of a log directory', () => {
  it('refuses a second owner and names the process and the fix', async () => {
    const { directory, log } = await temporaryLog();
    const error = await failureOf(createEmbeddedLog({ directory }));
    expect(error).toMatchObject({ name: 'LogError', code: 'locked', handling: 'fatal' });
    expect((error as Error).message).toContain(String(process.pid));
    expect((error as Error).message).toMatch(/stop it first/);
    await log.close();
    await (await createEmbeddedLog({ directory })).close();
    expect(existsSync(join(directory, 'owner.lock'))).toBe(false);
  });

  it('holds against another living process, and is taken over once that is gone', async () => {
    const directory = await temporaryDirectory();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    writeFileSync(join(directory, 'owner.lock'), JSON.stringify({ pid: child.pid, started: null }));
    expect(() => lockDirectory(directory)).toThrow(`pid ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockDirectory(directory)();
    expect(readdirSync(directory)).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')(
    'is stale when the process id was given to another process',
    async () => {
      const directory = await temporaryDirectory();
      const path = join(directory, 'owner.lock');
      writeFileSync(path, JSON.stringify({ pid: process.pid, started: '1' }));
      const unlock = lockDirectory(directory);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
      expect(() => lockDirectory(directory)).toThrow(/this process/);
      unlock();
    },
  );

  it('that was never written whole is taken over', async () => {
    const directory = await temporaryDirectory();
    writeFileSync(join(directory, 'owner.lock'), '{"pi');
    lockDirectory(directory)();
  });
});
