import pg from 'pg';

export async function withAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'test' });
  // A server that is killed takes the connection with it; the next statement says so.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** One connection for many questions, opened again when the server has been away. */
export class AdminConnection {
  #open: { url: string; client: pg.Client; ready: Promise<unknown> } | undefined;

  async query<Row extends object>(url: string, text: string, values: unknown[]): Promise<Row[]> {
    if (this.#open?.url !== url) await this.close();
    this.#open ??= this.#connect(url);
    const { client, ready } = this.#open;
    await ready;
    return (await client.query<Row>(text, values)).rows;
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.ready.catch(() => {});
    await open?.client.end().catch(() => {});
  }

  #connect(url: string): { url: string; client: pg.Client; ready: Promise<unknown> } {
    const client = new pg.Client({ connectionString: url, application_name: 'test' });
    const forget = () => {
      if (this.#open?.client === client) this.#open = undefined;
    };
    client.once('end', forget);
    client.on('error', forget);
    const ready = client.connect();
    ready.catch(forget);
    return { url, client, ready };
  }
}
