import { SMTPServer } from 'smtp-server';
import { TEST_CERTIFICATE, TEST_KEY } from './test-certificate.ts';

/** What `startSmtpServer` hands over. */
interface Options {
  port: number;
  security: 'tls' | 'starttls' | 'none';
  user: string | null;
  password: string | null;
}

const options = JSON.parse(process.argv[2] ?? '{}') as Options;
const { port, security, user, password } = options;

const refusal = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

const server = new SMTPServer({
  secure: security === 'tls',
  key: TEST_KEY,
  cert: TEST_CERTIFICATE,
  // Credentials in the open are for servers of this machine.
  allowInsecureAuth: security === 'none',
  disabledCommands: [...(security === 'starttls' ? [] : ['STARTTLS']), ...(user === null ? ['AUTH'] : [])],
  authOptional: user === null,
  disableReverseLookup: true,
  size: 1_000_000,
  onAuth(auth, _session, done) {
    if (auth.username === user && auth.password === password) done(null, { user: auth.username });
    else done(refusal(535, 'These are not the user and the password'));
  },
  onRcptTo({ address }, _session, done) {
    if (address.startsWith('nobody@')) done(refusal(550, `There is no mailbox ${address}`));
    else if (address.startsWith('later@')) done(refusal(451, 'Come again later'));
    else done();
  },
  onData(stream, session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      // Answered when it is where the test sees it: an accepted mail is never lost.
      process.send?.({ mail: Buffer.concat(chunks).toString('base64'), to }, undefined, undefined, () => done());
    });
  },
});
server.on('error', (error) => {
  // Peers that do not trust the certificate hang up; that is theirs to tell.
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw error;
});
server.listen(port, '127.0.0.1', () => process.send?.({ port: (server.server.address() as { port: number }).port }));
process.once('disconnect', () => process.exit(0));
