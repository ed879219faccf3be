import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ChannelUpdatedSchema } from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { sql } from 'kysely';
import { eventually, type Shape, startEngines, startShape, type TestEngines } from './tiny-services.ts';

let engines: TestEngines;
let processes: Shape[] = [];
before(async () => {
  engines = await startEngines();
  processes = [await startShape('one', engines), await startShape('one', engines)];
});
after(async () => {
  for (const each of processes) await each.stop();
  await engines?.close();
});

async function emit(from: Shape, id: string): Promise<void> {
  const { database, outbox } = from.channels;
  await database.transaction((transaction) =>
    outbox.emit(transaction, ChannelUpdatedSchema, { channelId: id, name: 'x' }, { type: 'channel', id, version: 1 }),
  );
}

const isApplied = async (id: string) => {
  const { query } = processes[0]?.videos.database ?? assert.fail();
  return (await query.selectFrom('notes').select('id').where('id', '=', `${id}-x`).execute()).length === 1;
};

test('whichever process writes, its events are on their way at once', async () => {
  for (const [index, process] of [...processes, ...processes, ...processes].entries()) {
    const since = performance.now();
    await emit(process, `turn-${index}`);
    await eventually(() => isApplied(`turn-${index}`), `event ${index} was applied`);
    const waitedMs = performance.now() - since;
    assert.ok(waitedMs < 5000, `event ${index} took ${Math.round(waitedMs)} ms: the other process kept the lease`);
  }
});

test('what waits in the outbox is a metric', async () => {
  const [first] = processes;
  assert.ok(first);
  const pending = async () =>
    /kinora_outbox_pending\{service="channels"\} (\d+)/.exec(await (await fetch(`${first.url}/metrics`)).text())?.[1];
  await eventually(async () => (await pending()) === '0', 'nothing waits');
  const change = (text: string) => sql`alter table outbox ${sql.raw(text)}`.execute(first.channels.database.query);
  await change('add constraint held check (published_at is null) not valid');
  await emit(first, 'held');
  await eventually(async () => (await pending()) === '1', 'one event waits');
  assert.equal(await isApplied('held'), false);
  await change('drop constraint held');
  await eventually(async () => (await pending()) === '0', 'it has gone');
  await eventually(() => isApplied('held'), 'and was applied');
});
