import pg from 'pg';
import { directClientConfig } from './connection-settings.ts';
import { portError } from './errors.ts';

/** One connection of our own. Its loss while nothing runs is met by the next statement, not by the process. */
export async function connect(
  url: string,
  applicationName: string,
  options?: string,
  queryTimeoutMs?: number,
): Promise<pg.Client> {
  const client = new pg.Client({
    ...directClientConfig(url, applicationName),
    ...(options && { options }),
    ...(queryTimeoutMs && { query_timeout: queryTimeoutMs }),
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw portError(error);
  }
}

/** Runs `work` on a connection of its own and closes it. */
export async function withConnection<T>(
  url: string,
  applicationName: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connect(url, applicationName);
  try {
    return await work(client);
  } catch (error) {
    throw portError(error);
  } finally {
    await client.end().catch(() => {});
  }
}

/** `begin … commit` on a connection of our own. */
export async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    // The first error says what happened; a rollback that fails means that the connection is gone anyway.
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** One connection answers one statement at a time: whoever shares it takes turns. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
