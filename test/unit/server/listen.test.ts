import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { checkPort, close, listen } from '../../../src/server/listen.js';

const HOST = '127.0.0.1';
const server = createServer();
afterEach(() => close(server));

describe('checkPort', () => {
  it('refuses a port that is taken, with what to do about it, and leaves its owner alone', async () => {
    const { port } = await listen(server, HOST, 0);
    await expect(checkPort(HOST, port, 'take the next one')).rejects.toThrow(
      new RegExp(`^cannot listen on 127\\.0\\.0\\.1:${port}: .*EADDRINUSE.*; take the next one$`),
    );
    expect(server.listening).toBe(true);
  });

  it('lets go of a port that is free', async () => {
    const { port } = await listen(server, HOST, 0);
    await close(server);
    await checkPort(HOST, port, 'take the next one');
    await expect(listen(server, HOST, port)).resolves.toMatchObject({ port });
  });

  it('has nothing to look for where any port will do', async () => {
    await expect(checkPort('no such host', 0, '')).resolves.toBeUndefined();
  });
});
