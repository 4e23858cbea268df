/** A connection that sends prepared requests one after the other, and costs little more than the system calls. */
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export class Connection {
  readonly #port: number;
  #socket: Socket;
  #isOpen = true;
  #received = '';
  #waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void } | null =
    null;

  private constructor(port: number, socket: Socket) {
    this.#port = port;
    this.#socket = socket;
    this.#listen(socket);
  }

  static async open(port: number): Promise<Connection> {
    return new Connection(port, await connected(port));
  }

  #listen(socket: Socket): void {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server has closed the connection')));
  }

  get busy(): boolean {
    return this.#waiting !== null;
  }

  /**
   * Resolves with the answer; only one request at a time. A server ends a connection on which nothing has come for some
   * seconds: then another one is opened.
   */
  async send(request: Buffer): Promise<Answer> {
    if (this.busy) throw new Error('the connection still waits for an answer');
    if (!this.#isOpen) await this.#reopen();
    return await new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  async #reopen(): Promise<void> {
    this.#received = '';
    this.#socket = await connected(this.#port);
    this.#isOpen = true;
    this.#listen(this.#socket);
  }

  close(): void {
    this.#socket.end();
  }

  #take(chunk: Buffer): void {
    this.#received += chunk.toString('latin1');
    // A word of goodbye before the server closes.
    if (!this.busy) return;
    const read = readAnswer(this.#received);
    if (read === null) return;
    this.#received = this.#received.slice(read.length);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve(read.answer);
  }

  #fail(error: Error): void {
    this.#isOpen = false;
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/**
 * The answer at the beginning of what came, and how long it is; null while it is not all there.
 *
 * @throws Error where it does not say its length: both servers of the benchmark do
 */
export function readAnswer(received: string): { readonly answer: Answer; readonly length: number } | null {
  const endOfHead = received.indexOf('\r\n\r\n');
  if (endOfHead === -1) return null;
  const head = received.slice(0, endOfHead);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
  const declared = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (declared === undefined) throw new Error(`an answer without Content-Length: ${head}`);
  const from = endOfHead + 4;
  const until = from + Number(declared);
  if (received.length < until) return null;
  return { answer: { status, body: received.slice(from, until) }, length: until };
}
