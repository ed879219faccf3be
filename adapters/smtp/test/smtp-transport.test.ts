import assert from 'node:assert/strict';
import { createServer, type Server, type Socket } from 'node:net';
import { test } from 'node:test';
import { MailServerFailed, type MailServerProblem, type OutgoingMail } from '@kinora/ports';
import { startSmtpServer } from '@kinora/testing';
import { createSmtpTransport } from '../src/index.ts';

const MAIL: OutgoingMail = {
  id: 'one@kinora.example',
  from: { name: 'Kinora', address: 'kinora@example.org' },
  to: 'marta@example.org',
  subject: 'Hello',
  text: 'Hello',
  html: '<p>Hello</p>',
};
const failsWith = (problem: MailServerProblem) => (error: unknown) =>
  error instanceof MailServerFailed && error.problem === problem;

test('a certificate that is not trusted is not believed, and no password is told to its holder', async () => {
  for (const security of ['tls', 'starttls'] as const) {
    await using server = await startSmtpServer({ security, credentials: { user: 'kinora', password: 'sesame' } });
    const { host, port } = server;
    const credentials = { user: 'kinora', password: 'sesame' };
    const sent = createSmtpTransport().send({ host, port, security, credentials }, MAIL);
    await assert.rejects(sent, failsWith('encryption'));
    assert.deepEqual(server.mails, []);
  }
});

test('a server that offers no encryption where it is asked for gets nothing', async () => {
  await using server = await startSmtpServer({ security: 'none' });
  const { host, port } = server;
  for (const security of ['tls', 'starttls'] as const) {
    const sent = createSmtpTransport().send({ host, port, security, credentials: undefined }, MAIL);
    await assert.rejects(sent, failsWith('encryption'));
  }
  assert.deepEqual(server.mails, []);
});

test('a server that asks to come again is no refusal', async () => {
  await using server = await startSmtpServer();
  const { host, port } = server;
  const later = { ...MAIL, to: 'later@example.org' };
  const sent = createSmtpTransport().send({ host, port, security: 'none', credentials: undefined }, later);
  await assert.rejects(sent, failsWith('busy'));
});

test('what answers something else, or nothing at all, is no mail server', async () => {
  await using http = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await using silent = await listen(() => {});
  const transport = createSmtpTransport({ timeoutMs: 300 });
  const to = (port: number) =>
    transport.send({ host: '127.0.0.1', port, security: 'none', credentials: undefined }, MAIL);
  await assert.rejects(to(http.port), failsWith('protocol'));
  await assert.rejects(to(silent.port), failsWith('unreachable'));
});

async function listen(answer: (socket: Socket) => void): Promise<{ port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    sockets.add(socket);
    answer(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
