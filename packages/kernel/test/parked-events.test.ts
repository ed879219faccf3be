import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { ChannelUpdatedSchema } from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { type Database, DatabaseUnavailable } from '@kinora/ports';
import { sql } from 'kysely';
import { Replays } from '../src/events/replays.ts';
import { createLog, type KernelTables, newUuid } from '../src/index.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';
import { eventually, type Shape, startEngines, startShape, type TestEngines, videos } from './tiny-services.ts';

let engines: TestEngines;
let shape: Shape;
before(async () => {
  engines = await startEngines();
  shape = await startShape('one', engines);
  // A process looks each second for what was asked for as long as it knows of parked events: one stays all the time, as
  // the tests write others past it.
  shape.videos.onEvent = () => {
    throw new Error('cannot be handled');
  };
  await emit('kept', 'x', 1);
  await eventually(async () => (await allParked().execute()).length === 1, 'it was parked');
});
after(async () => {
  await shape?.stop();
  await engines?.close();
});
beforeEach(async () => {
  shape.videos.onEvent = () => {};
  shape.videos.beforeEvent = () => {};
  await shape.videos.database.query.deleteFrom('parked_events').where('stream', '!=', KEPT).execute();
});

const KEPT = 'channels/channel/kept';

const emit = async (id: string, text: string, version: number) => {
  await shape.channels.database.transaction((transaction) =>
    shape.channels.outbox.emit(
      transaction,
      ChannelUpdatedSchema,
      { channelId: id, name: text },
      { type: 'channel', id, version },
    ),
  );
};
const allParked = () => shape.videos.database.query.selectFrom('parked_events').selectAll().orderBy('position');
const parked = () => allParked().where('stream', '!=', KEPT).execute();
/** What was applied of a channel, in that order. */
const applied = async (id: string) => {
  const { query } = shape.videos.database;
  const rows = await query
    .selectFrom('notes')
    .select('text')
    .where('id', 'like', `${id}-%`)
    .orderBy(sql`xmin::text::bigint`)
    .execute();
  return rows.map(({ text }) => text);
};
/** As an operator's command does. */
const ask = (position: number | undefined) =>
  shape.videos.database.query
    .updateTable('parked_events')
    .set({ replay: 'asked' })
    .where('position', '=', position ?? 0)
    .execute();
/** The same as another process of the service would have. */
const anotherProcess = () =>
  new Replays({
    service: 'videos',
    consumers: videos.listens,
    context: () => shape.videos,
    database: shape.videos.database as unknown as Database<KernelTables>,
    metrics: createMetrics(),
    log: createLog({ level: 'silent' }),
  });

/** As if its handling had failed for good. */
async function park(id: string, text: string, version = 1): Promise<number> {
  const envelope = {
    eventId: newUuid(),
    type: ChannelUpdatedSchema.typeName,
    version,
    producer: 'channels',
    key: id,
    aggregateType: 'channel',
    aggregateId: id,
    aggregateVersion: 1,
    occurredAt: new Date().toISOString(),
    traceparent: '',
  };
  const row = await shape.videos.database.query
    .insertInto('parked_events')
    .values({
      stream: `channels/channel/${id}`,
      event_id: envelope.eventId,
      type: envelope.type,
      version,
      envelope: JSON.stringify(envelope),
      payload: toBinary(ChannelUpdatedSchema, create(ChannelUpdatedSchema, { channelId: id, name: text })),
      reason: 'a test',
    })
    .returning('position')
    .executeTakeFirstOrThrow();
  return row.position;
}

test('a parked stream says how often and since when its first event failed, and is replayed in order when that is mended', async () => {
  shape.videos.onEvent = (text) => {
    if (text === 'poison') throw new Error('cannot be handled');
  };
  await emit('sick', 'poison', 1);
  await emit('sick', 'later', 2);
  await eventually(async () => (await parked()).length === 2, 'the stream was parked');
  const [first, second] = await parked();
  assert.equal(first?.attempts, 5);
  assert.ok(first.first_attempt_at && first.last_attempt_at && first.first_attempt_at < first.last_attempt_at);
  assert.deepEqual([second?.attempts, second?.first_attempt_at, second?.last_attempt_at], [0, null, null]);

  shape.videos.onEvent = (text) => {
    if (text === 'poison') throw new Error('still not');
  };
  await ask(first.position);
  await eventually(async () => (await parked())[0]?.replay === null, 'it was tried');
  const [again, ...behind] = await parked();
  assert.deepEqual([again?.reason, again?.attempts, behind], ['Error: still not', 6, [second]]);
  assert.ok((again?.last_attempt_at ?? 0) > first.last_attempt_at);
  assert.deepEqual(again?.first_attempt_at, first.first_attempt_at);
  assert.deepEqual(await applied('sick'), []);

  shape.videos.onEvent = () => {};
  await emit('sick', 'last', 3);
  await eventually(async () => (await parked()).length === 3, 'what comes meanwhile waits behind the others');
  await ask(first.position);
  await eventually(async () => (await parked()).length === 0, 'the whole stream was replayed');
  await emit('sick', 'as ever', 4);
  await eventually(async () => (await applied('sick')).length === 4, 'the stream goes on');
  assert.deepEqual(await applied('sick'), ['poison', 'later', 'last', 'as ever']);
});

test('a replay waits for what is away, and that is no attempt', async () => {
  let tries = 0;
  shape.videos.onEvent = () => {
    tries++;
    throw tries < 3 ? new DatabaseUnavailable() : new Error('that is one');
  };
  const position = await park('patient', 'x');
  await ask(position);
  await eventually(async () => (await parked())[0]?.replay === null, 'it failed');
  const [row] = await parked();
  assert.deepEqual([tries, row?.attempts, row?.reason], [3, 1, 'Error: that is one']);
});

test('an event that ended the process in its replay is not tried again until somebody asks', async () => {
  const position = await park('deadly', 'x');
  await shape.videos.database.query
    .updateTable('parked_events')
    .set({ replay: 'running', attempts: 1 })
    .where('position', '=', position)
    .execute();
  await anotherProcess().askForUntried();
  await ask(await park('other', 'y'));
  await eventually(async () => (await applied('other')).length === 1, 'the next one was replayed');
  assert.deepEqual(
    (await parked()).map((row) => [row.position, row.replay]),
    [[position, 'running']],
  );
  await ask(position);
  await eventually(async () => (await parked()).length === 0, 'it was replayed');
  assert.deepEqual(await applied('deadly'), ['x']);
});

test('two processes that replay the same event apply it once, and what comes behind it after it', async () => {
  const entered = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  let first = true;
  shape.videos.beforeEvent = async () => {
    if (!first) return;
    first = false;
    entered.resolve();
    await go.promise;
  };
  const position = await park('twice', 'x');
  await park('twice', 'y');
  await ask(position);
  await entered.promise;
  // The one that runs was given up for dead.
  await ask(position);
  assert.equal(await anotherProcess().next(), true);
  assert.deepEqual(await applied('twice'), ['x', 'y']);
  go.resolve();
  await park('twice', 'z');
  await ask((await parked())[0]?.position);
  await eventually(async () => (await parked()).length === 0, 'the first one goes on too');
  assert.deepEqual(await applied('twice'), ['x', 'y', 'z']);
});

test('a version that this release does not know waits for one that does, without an attempt', async () => {
  const position = await park('future', 'x', 2);
  await ask(position);
  await eventually(async () => (await parked())[0]?.replay === null, 'it was looked at');
  const [row] = await parked();
  assert.match(row?.reason ?? '', /^version 2 of .* is not known to this release$/);
  assert.equal(row?.attempts, 0);
  await sql`update parked_events set version = 1, envelope = jsonb_set(envelope, '{version}', '1')`.execute(
    shape.videos.database.query,
  );
  await anotherProcess().askForUntried();
  await eventually(async () => (await parked()).length === 0, 'the next start has replayed it');
  assert.deepEqual(await applied('future'), ['x']);
});

test('how many events are parked is a metric', async () => {
  await park('measured', 'x');
  await eventually(
    async () => /kinora_parked_events\{service="videos"\} 2\b/.test(await (await fetch(`${shape.url}/metrics`)).text()),
    'the gauge counts both',
  );
});
