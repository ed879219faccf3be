import { ApiError, apiTokenAuth, type Client, createClient } from '@kinora/sdk';
import { accountAuth } from './account-auth.ts';
import { CommandError, type CommandInput, text } from './command.ts';
import { CredentialsFile } from './credentials.ts';

export const TOKEN_OPTIONS = {
  token: { type: 'string', help: 'A token of the account instead of kinora login; better in KINORA_TOKEN.' },
  server: { type: 'string', help: 'With a token: the address of the server, also in KINORA_URL.' },
} as const;

/** Who a command acts for: the holder of a token, or else who has logged in. `email` tells accounts of a server apart. */
export async function logInAs({ values, environment }: Pick<CommandInput, 'values' | 'environment'>): Promise<{
  account: { url: string; email: string };
  client: Client;
}> {
  const file = new CredentialsFile(environment);
  const token = text(values, 'token') ?? environment.KINORA_TOKEN;
  const server = text(values, 'server') ?? environment.KINORA_URL;
  if (!token) {
    if (text(values, 'server') !== undefined)
      throw new CommandError('--server goes with a token: name one, or type kinora login for that server.', {
        exitCode: 2,
      });
    const account = await file.read();
    return { account, client: createClient({ baseUrl: account.url, auth: accountAuth(file) }) };
  }
  const url = (server ?? (await file.read()).url).replace(/\/+$/, '');
  const client = createClient({ baseUrl: url, auth: apiTokenAuth(token) });
  const { email } = await client.identity.me().catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    throw new CommandError(`${url} does not know this token: it is over, was revoked, or belongs to another server.`);
  });
  return { account: { url, email }, client };
}
