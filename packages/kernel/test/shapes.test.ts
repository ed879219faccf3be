import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ChannelUpdatedSchema } from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { SlowCallInTransaction } from '@kinora/ports';
import { AppError, ConfigError, createLog, startApp } from '../src/index.ts';
import { eventually, type Shape, startEngines, startShape, type TestEngines, tinyServices } from './tiny-services.ts';

for (const name of ['one', 'split'] as const) {
  describe(`in the shape ${name}`, () => {
    let engines: TestEngines;
    let shape: Shape;
    before(async () => {
      engines = await startEngines();
      shape = await startShape(name, engines);
    });
    after(async () => {
      await shape?.stop();
      await engines?.close();
    });

    const emit = (id: string, text: string, version: number) =>
      shape.channels.database.transaction(async (transaction) => {
        await transaction
          .insertInto('notes')
          .values({ id, text, version })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ text, version }))
          .execute();
        await shape.channels.outbox.emit(
          transaction,
          ChannelUpdatedSchema,
          { channelId: id, name: text },
          { type: 'channel', id, version },
        );
      });
    const heard = async (id: string) =>
      (await shape.videos.database.query.selectFrom('notes').selectAll().where('id', 'like', `${id}-%`).execute())
        .length;
    const parked = async () =>
      shape.videos.database.query.selectFrom('parked_events').selectAll().orderBy('position').execute();

    test('a call reaches the peer and tells it who is calling', async () => {
      const { channels } = await shape.videos.channels.getChannels({ ids: ['news'] });
      assert.equal(channels[0]?.name, 'news for videos');
    });

    test("a peer's error keeps its code and sentence", async () => {
      await assert.rejects(shape.videos.channels.getChannels({ ids: ['missing'] }), (error: unknown) => {
        assert.ok(error instanceof AppError);
        assert.equal(error.code, 'channels.not_found');
        assert.equal(error.kind, 'not_found');
        return true;
      });
    });

    test('an unexpected error tells nothing of its cause', async () => {
      await assert.rejects(shape.videos.channels.getChannels({ ids: ['broken'] }), (error: unknown) => {
        assert.ok(error instanceof AppError);
        assert.equal(error.code, 'kernel.internal');
        assert.doesNotMatch(error.message, /secret detail/);
        return true;
      });
    });

    test('a service that is not on the list of callers is refused', async () => {
      await assert.rejects(shape.videos.channels.getChannelByHandle({ handle: 'news' }), { code: 'kernel.forbidden' });
    });

    test('a method that nobody has written is an error, not a hang', async () => {
      await assert.rejects(shape.videos.channels.listPublishableChannels({ accountId: 'a' }));
    });

    test('a call inside a database transaction is refused', async () => {
      await assert.rejects(
        shape.videos.database.transaction(() => shape.videos.channels.getChannels({ ids: ['news'] })),
        SlowCallInTransaction,
      );
    });

    test('HTTP answers, validates and explains', async () => {
      const good = await fetch(`${shape.url}/api/v1/hello/news`);
      assert.equal(good.status, 200);
      assert.deepEqual(await good.json(), { channel: 'news for videos' });
      const bad = await fetch(`${shape.url}/api/v1/hello/x`);
      assert.equal(bad.status, 422);
      const problem = (await bad.json()) as { code: string; errors: { path: string }[]; requestId: string };
      assert.equal(problem.code, 'kernel.validation_failed');
      assert.equal(problem.errors[0]?.path, 'params.name');
      assert.equal(bad.headers.get('x-request-id'), problem.requestId);
      const nul = await fetch(`${shape.url}/api/v1/hello/a%00b`);
      assert.equal(nul.status, 422, 'no database keeps U+0000');
      assert.equal((await fetch(`${shape.url}/api/v1/nothing`)).status, 404);
    });

    test('health, readiness and metrics are there', async () => {
      assert.equal((await fetch(`${shape.url}/healthz`)).status, 200);
      const ready = await fetch(`${shape.url}/readyz`);
      assert.deepEqual(await ready.json(), { status: 'ready', checks: { database: true, bus: true, blobs: true } });
      assert.match(await (await fetch(`${shape.url}/metrics`)).text(), /kinora_http_request_duration_seconds/);
    });

    test('a committed change is told once, a rolled back one never', async () => {
      await emit('once', 'a', 1);
      await assert.rejects(
        shape.channels.database.transaction(async (transaction) => {
          await shape.channels.outbox.emit(
            transaction,
            ChannelUpdatedSchema,
            { channelId: 'once', name: 'never' },
            { type: 'channel', id: 'once', version: 2 },
          );
          throw new Error('changed our mind');
        }),
        /changed our mind/,
      );
      await emit('once', 'b', 3);
      await eventually(async () => (await heard('once')) === 2, 'both events were heard');
      const rows = await shape.videos.database.query
        .selectFrom('notes')
        .select('text')
        .where('id', 'like', 'once-%')
        .orderBy('id')
        .execute();
      assert.deepEqual(
        rows.map((row) => row.text),
        ['a', 'b'],
      );
    });

    test('what fails for good is parked with the later events of its stream, and nothing else', async () => {
      shape.videos.onEvent = (text) => {
        if (text === 'poison') throw new Error('cannot be handled');
      };
      await emit('sick', 'poison', 1);
      await emit('sick', 'later', 2);
      await emit('well', 'fine', 1);
      await eventually(async () => (await heard('well')) === 1, 'the other stream went on');
      await eventually(async () => (await parked()).length === 2, 'the stream was parked');
      assert.equal(await heard('sick'), 0);
      const [first, second] = await parked();
      assert.match(first?.reason ?? '', /cannot be handled/);
      assert.match(second?.reason ?? '', /earlier event/);
    });

    test('unavailability is waited for and never parks', async () => {
      let left = 6;
      shape.videos.onEvent = () => {
        if (left-- > 0) throw new AppError('kernel.unavailable', { kind: 'unavailable', message: 'away' });
      };
      const before = (await parked()).length;
      await emit('patient', 'x', 1);
      await eventually(async () => (await heard('patient')) === 1, 'the event was handled in the end');
      assert.equal((await parked()).length, before);
    });
  });
}

test('all mistakes of the configuration are reported together', async () => {
  const engines = await startEngines();
  try {
    await assert.rejects(
      startApp({
        services: tinyServices,
        roles: ['channels'],
        engines: await engines.open(),
        environment: { ...engines.environment, PORT: 'eighty', TINY_LIMIT: 'many', LOG_LEVEL: 'loud' },
        log: createLog({ level: 'silent' }),
        version: '0.0.0',
      }),
      (error: unknown) => {
        assert.ok(error instanceof ConfigError);
        for (const name of ['PORT', 'TINY_LIMIT', 'LOG_LEVEL']) assert.match(error.message, new RegExp(name));
        return true;
      },
    );
  } finally {
    await engines.close();
  }
});

test('a role without its peer refuses to start in one sentence', async () => {
  const engines = await startEngines();
  try {
    await assert.rejects(
      startApp({
        services: tinyServices,
        roles: ['videos'],
        engines: await engines.open(),
        environment: engines.environment,
        log: createLog({ level: 'silent' }),
        version: '0.0.0',
      }),
      /videos needs channels: run it in this process too, or set CHANNELS_RPC_URL/,
    );
  } finally {
    await engines.close();
  }
});
