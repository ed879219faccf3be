import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  MailRefused,
  type MailServer,
  MailServerFailed,
  type MailTransport,
  type OutgoingMail,
} from '../mail/mail-transport.ts';
import type { EngineFaults } from './engine-faults.ts';
import { eventually } from './eventually.ts';

/** What the server has got, as its reader sees it. */
export type TakenMail = OutgoingMail;

export interface MailHarness {
  name: string;
  /** A server that asks for `server.credentials` and has no mailbox `nobody@…`. */
  start(): Promise<{
    transport: MailTransport;
    server: MailServer;
    taken(): readonly TakenMail[];
    faults: EngineFaults;
    stop(): Promise<void>;
  }>;
}

const MAIL: OutgoingMail = {
  id: 'first@kinora.example',
  from: { name: 'Häfen & Söhne 🎬', address: 'kinora@example.org' },
  to: 'marta@example.org',
  subject: 'Größe: “ünïcödé” 🎬, and a line that is so long that a header has to be folded somewhere in its middle',
  text: `.\n..a line with dots\nFrom the beginning\n${'long '.repeat(400)}\nünïcödé 🎬\n`,
  html: '<p title="a &quot;b&quot;">ünïcödé 🎬 &lt;3</p>',
};

export function mailConformance(harness: MailHarness): void {
  describe(`mail (${harness.name})`, { concurrency: 1 }, () => {
    let running: Awaited<ReturnType<MailHarness['start']>>;
    before(async () => {
      running = await harness.start();
    });
    after(() => running.stop());
    const send = (change: Partial<OutgoingMail>) => running.transport.send(running.server, { ...MAIL, ...change });

    test('arrives as it was written', async () => {
      await send({});
      await eventually(() => assert.equal(running.taken().length, 1));
      const [taken] = running.taken();
      assert.ok(taken);
      assert.deepEqual({ ...taken, text: taken.text.trimEnd() }, { ...MAIL, text: MAIL.text.trimEnd() });
    });

    test('to a mailbox that is not there is refused for good', async () => {
      await assert.rejects(send({ to: 'nobody@example.org' }), MailRefused);
    });

    test('has no more headers and no more recipients than were meant', async () => {
      const count = running.taken().length;
      const line = 'x\r\nBcc: eve@example.org\r\n\r\nbody';
      const [from, to] = [
        { name: 'K', address: 'kinora@example.org, eve@example.org' },
        'a@example.org, eve@example.org',
      ];
      for (const change of [
        { subject: line },
        { from: { ...MAIL.from, name: line } },
        { from },
        { to },
        { to: 'a@example.org\n' },
        { to: 'Eve <eve@example.org>' },
        { id: line },
      ])
        await assert.rejects(send(change), TypeError);
      assert.equal(running.taken().length, count);
    });

    test('says when the credentials are wrong', async () => {
      const credentials = { user: 'kinora', password: 'not the password' };
      await assert.rejects(
        running.transport.send({ ...running.server, credentials }, MAIL),
        (error) => error instanceof MailServerFailed && error.problem === 'credentials',
      );
    });

    test('says when nobody answers, and goes on when the server is back', async () => {
      await running.faults.kill();
      await assert.rejects(
        send({ id: 'lost@kinora.example' }),
        (error) => error instanceof MailServerFailed && error.problem === 'unreachable',
      );
      await running.faults.restart();
      await send({ id: 'back@kinora.example' });
      await eventually(() => assert.equal(running.taken().at(-1)?.id, 'back@kinora.example'));
    });

    test('ends when it is told to', async () => {
      const ended = AbortSignal.abort(new Error('stopped'));
      await assert.rejects(running.transport.send(running.server, MAIL, { signal: ended }), /stopped/);
    });
  });
}
