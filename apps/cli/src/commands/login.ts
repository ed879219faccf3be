import { hostname } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ApiError, ConnectionError, createClient, SecondStepNeeded } from '@kinora/sdk';
import { type Command, CommandError, type CommandInput, text } from '../command.ts';
import { CredentialsFile } from '../credentials.ts';

const DEFAULT_URL = 'http://localhost:8080';

export const login: Command = {
  name: 'login',
  summary: 'Log in to a server; the other commands use it from then on.',
  usage: '[--url URL] [--email EMAIL]',
  options: {
    url: { type: 'string', help: `Address of the server. Default: the last one, else ${DEFAULT_URL}.` },
    email: { type: 'string', help: 'The account. Asked for when absent.' },
    json: { type: 'boolean', help: 'Print the account as JSON.' },
  },
  positionals: { min: 0, max: 0 },
  async run(input) {
    const { values, environment, terminal } = input;
    const file = new CredentialsFile(environment);
    const url = await addressOf(text(values, 'url') ?? environment.KINORA_URL, file);
    const email = text(values, 'email') ?? (await ask('E-mail: ', input));
    const password = environment.KINORA_PASSWORD || (await ask('Password: ', input, { hidden: true }));
    if (!email || !password) throw new CommandError('An e-mail address and a password are needed.');
    try {
      const { identity } = createClient({ baseUrl: url });
      const deviceName = `kinora on ${hostname()}`.slice(0, 100);
      const tokens = await identity.issueTokens({ email, password, deviceName }).catch(async (error: unknown) => {
        if (!(error instanceof SecondStepNeeded)) throw error;
        const code =
          environment.KINORA_CODE || (await ask('Code of your authenticator app, or a recovery code: ', input));
        return identity.finishTokens({ challenge: error.challenge, code, deviceName });
      });
      await file.withLock(() => file.write(url, tokens));
      if (values.json) terminal.out(`${JSON.stringify({ url, account: tokens.account })}\n`);
      else terminal.out(`Logged in to ${url} as ${tokens.account.displayName}.\n`);
      return 0;
    } catch (error) {
      if (error instanceof ConnectionError) {
        throw new CommandError(`No Kinora answers at ${url}: check the address, or start it.`, { cause: error });
      }
      if (error instanceof ApiError && error.status === 404) {
        throw new CommandError(`What answers at ${url} is not Kinora: check the address.`, { cause: error });
      }
      throw error;
    }
  },
};

async function addressOf(given: string | undefined, file: CredentialsFile): Promise<string> {
  const url =
    given ??
    (await file.read().then(
      ({ url: last }) => last,
      () => DEFAULT_URL,
    ));
  const scheme = /^(localhost|127\.|\[::1\])/.test(url) ? 'http' : 'https';
  const parsed = URL.parse(/^https?:\/\//.test(url) ? url : `${scheme}://${url}`);
  if (!parsed) throw new CommandError(`${url} is not an address. It looks like https://videos.example.org`);
  return `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
}

/** From the terminal, without echo for a password; else the next line of standard input. */
async function ask(question: string, { signal }: CommandInput, options: { hidden?: boolean } = {}): Promise<string> {
  const isTty = process.stdin.isTTY === true;
  if (!isTty) return nextLine();
  if (options.hidden) process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({
    input: process.stdin,
    output: options.hidden ? silent : process.stderr,
    terminal: true,
  });
  try {
    return (await reader.question(options.hidden ? '' : question, { signal })).trim();
  } finally {
    reader.close();
    if (options.hidden) process.stderr.write('\n');
  }
}

let rest: string[] | undefined;

async function nextLine(): Promise<string> {
  if (!rest) {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
    rest = Buffer.concat(chunks).toString('utf8').split(/\r?\n/);
  }
  return rest.shift() ?? '';
}
