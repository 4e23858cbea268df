/** Begins and ends to listen; errors say what to do. */
import type { Server } from 'node:http';
import { createServer, type AddressInfo, type Server as NetServer } from 'node:net';

/** @param taken what to do about a port that something else listens at */
export function listen(
  http: NetServer,
  host: string,
  port: number,
  taken = 'stop what uses it, or choose another port',
): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const fix = error.code === 'EADDRINUSE' ? `; ${taken}` : '';
      reject(new Error(`cannot listen on ${host}:${port}: ${error.message}${fix}`, { cause: error }));
    });
    http.listen(port, host, () => resolve(http.address() as AddressInfo));
  });
}

/**
 * Looks whether a port can be had before long work is begun that needs it at its end. Port 0 always can.
 * @throws Error as `listen` does
 */
export async function checkPort(host: string, port: number, taken: string): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  await listen(server, host, port, taken);
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

export function close(http: Server): Promise<void> {
  // Stopping what has stopped is nothing to complain about.
  if (!http.listening) return Promise.resolve();
  return new Promise((resolve, reject) => {
    http.close((error) => (error === undefined ? resolve() : reject(error)));
    http.closeIdleConnections();
  });
}

export function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
