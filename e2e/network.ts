import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The network between a worker and the server, which can be cut or swallow everything. */
export class Network implements AsyncDisposable {
  readonly url: string;
  /** Tasks that the worker has asked something about: the answers to its claims have reached it. */
  readonly tasks: ReadonlySet<string>;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;
  readonly #state: { works: 'well' | 'cut' | 'swallowing' };

  private constructor(
    server: Server,
    parts: { sockets: Set<Socket>; state: { works: 'well' | 'cut' | 'swallowing' }; tasks: Set<string> },
  ) {
    this.tasks = parts.tasks;
    this.#server = server;
    this.#sockets = parts.sockets;
    this.#state = parts.state;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Of a server at this address on this machine. */
  static async to(target: string): Promise<Network> {
    const port = Number(new URL(target).port);
    const sockets = new Set<Socket>();
    const tasks = new Set<string>();
    const state: { works: 'well' | 'cut' | 'swallowing' } = { works: 'well' };
    const server = createServer((near) => {
      if (state.works === 'cut') return near.destroy();
      const far = connect(port, '127.0.0.1');
      near.on('data', (bytes: Buffer) => {
        const [, task] = /^[A-Z]+ \/api\/v1\/worker\/tasks\/([^/]+)\//.exec(bytes.toString('latin1', 0, 200)) ?? [];
        if (task) tasks.add(task);
      });
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('data', (bytes) => {
          if (state.works === 'well' && !other.destroyed) other.write(bytes);
        });
        socket.on('close', () => {
          sockets.delete(socket);
          other.end();
        });
      }
      return undefined;
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Network(server, { sockets, state, tasks });
  }

  /** Connections end, and none is made. */
  cut(): void {
    this.#state.works = 'cut';
    this.#endAll();
  }

  /** Connections stay, and nothing that is said on them arrives. */
  swallow(): void {
    this.#state.works = 'swallowing';
  }

  /** What was swallowed stays lost: its connections are of no use any more. */
  mend(): void {
    this.#state.works = 'well';
    this.#endAll();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#endAll();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #endAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
