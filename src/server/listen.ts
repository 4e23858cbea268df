/** Begins and ends to listen; errors say what to do. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export function listen(http: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const fix = error.code === 'EADDRINUSE' ? '; stop what uses it, or choose another port' : '';
      reject(new Error(`cannot listen on ${host}:${port}: ${error.message}${fix}`, { cause: error }));
    });
    http.listen(port, host, () => resolve(http.address() as AddressInfo));
  });
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
