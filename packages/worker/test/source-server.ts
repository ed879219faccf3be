import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { TaskClient } from '../src/task-client.ts';

export type SourceAnswer = (response: ServerResponse, start: number) => void;

/**
 * A server that answers the n-th request for a task's source as the n-th of `answers`, and later ones as the last; and a
 * client of it. `asked` are the offsets that were asked for.
 */
export async function serveSource(
  t: TestContext,
  answers: SourceAnswer[],
  index?: Uint8Array,
): Promise<{ client: TaskClient; asked: number[]; signal: AbortSignal }> {
  const asked: number[] = [];
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/index')) {
      response.writeHead(index ? 200 : 204).end(index);
      return;
    }
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    asked.push(start);
    (answers[asked.length - 1] ?? answers.at(-1))?.(response, start);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { signal } = new AbortController();
  const client = new TaskClient({
    server: { url: () => url, token: async () => '' },
    task: { taskId: 't', taskToken: 't', attempt: 1, leaseMs: 0, heartbeatMs: 0, work: undefined as never },
    signal,
  });
  return { client, asked, signal };
}
