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
  #open: { url: string; client: Promise<pg.Client> } | undefined;

  #client: pg.Client | undefined;

  async query<Row extends object>(url: string, text: string, values: unknown[]): Promise<Row[]> {
    if (this.#open?.url !== url) await this.close();
    this.#open ??= { url, client: this.#connect(url) };
    const client = await this.#open.client;
    return (await client.query<Row>(text, values)).rows;
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    const client = await open?.client.catch(() => undefined);
    await client?.end().catch(() => {});
  }

  async #connect(url: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url, application_name: 'test' });
    const forget = () => {
      if (this.#client === client) this.#open = undefined;
    };
    this.#client = client;
    client.once('end', forget);
    client.on('error', forget);
    try {
      await client.connect();
      return client;
    } catch (error) {
      forget();
      throw error;
    }
  }
}
