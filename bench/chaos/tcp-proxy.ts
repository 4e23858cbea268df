import { createServer, connect, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** `pass`: as if it were not there; `slow`: every chunk is held up; `silent`: takes everything, answers nothing; `dead`: hangs up. */
export type ProxyMode = 'pass' | 'slow' | 'silent' | 'dead';

const SLOW_MS = 400;

/** Stands between Leeway and a service, and makes it slow, silent or dead. */
export class TcpProxy {
  mode: ProxyMode = 'pass';
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, target: URL) {
    this.#server = server;
    server.on('connection', (client) => this.#take(client, target));
  }

  static async open(target: string): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, new URL(target));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy has no TCP port');
    return `http://127.0.0.1:${address.port}`;
  }

  turn(mode: ProxyMode): void {
    this.mode = mode;
    if (mode === 'dead') for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #take(client: Socket, target: URL): void {
    this.#keep(client);
    if (this.mode === 'dead') {
      client.destroy();
      return;
    }
    const service = connect(Number(target.port), target.hostname);
    this.#keep(service);
    this.#pump(client, service);
    this.#pump(service, client);
  }

  #pump(from: Socket, to: Socket): void {
    from.on('data', (chunk) => {
      if (this.mode === 'silent') return;
      if (this.mode === 'pass') to.write(chunk);
      else setTimeout(() => to.writable && to.write(chunk), SLOW_MS);
    });
    from.on('close', () => to.destroy());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    // Hanging up is what this is for; the other side sees it as the end of the connection.
    socket.on('error', () => socket.destroy());
  }
}
