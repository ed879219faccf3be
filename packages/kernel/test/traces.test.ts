import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, type TestContext, test } from 'node:test';
import { createLog } from '../src/index.ts';
import { eventually, type Shape, startEngines, startShape, type TestEngines } from './tiny-services.ts';

/** OTLP 1.x over HTTP, as JSON: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
interface OtlpTraces {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: OtlpSpan[] }[];
  }[];
}

interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status: { code: number };
}

const KIND = { server: 2, consumer: 5 };
const STATUS = { unset: 0, error: 2 };
const CLIENT = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

let engines: TestEngines;
before(async () => {
  engines = await startEngines();
});
after(() => engines?.close());

/** A collector on this machine; `answers: false` is one that hangs. */
async function startCollector(t: TestContext, options: { answers?: boolean } = {}) {
  const spans: (OtlpSpan & { service: string | undefined })[] = [];
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
    if (options.answers === false) return;
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { resourceSpans } = JSON.parse(Buffer.concat(parts).toString()) as OtlpTraces;
    for (const { resource, scopeSpans } of resourceSpans) {
      const name = resource.attributes.find(({ key }) => key === 'service.name');
      for (const span of scopeSpans.flatMap((scope) => scope.spans))
        spans.push({ ...span, service: name?.value.stringValue });
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { spans, requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function start(shape: Shape['name'], endpoint: string | undefined, log = createLog({ level: 'silent' })) {
  const environment = endpoint
    ? { ...engines.environment, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }
    : engines.environment;
  return startShape(shape, { ...engines, environment }, log);
}

const hello = (shape: Shape, name: string, headers: Record<string, string> = {}) =>
  fetch(`${shape.url}/api/v1/hello/${name}`, { headers });

const heard = (shape: Shape, id: string) =>
  eventually(async () => {
    const row = shape.videos.database.query.selectFrom('notes').selectAll().where('id', '=', `${id}-told`);
    return (await row.executeTakeFirst()) !== undefined;
  }, 'the consumer has heard it');

for (const name of ['one', 'split'] as const) {
  test(`shape ${name}: a request, its call, and the consumer of what the call told are one trace`, async (t) => {
    const collector = await startCollector(t);
    const shape = await start(name, `${collector.url}/`);
    const id = `told-${name}`;
    try {
      const traceparent = `00-${CLIENT.traceId}-${CLIENT.spanId}-01`;
      assert.equal((await hello(shape, id, { traceparent })).status, 200);
      await heard(shape, id);
      assert.equal((await hello(shape, 'quiet')).status, 200);
      assert.equal((await hello(shape, 'missing')).status, 404);
      assert.equal((await hello(shape, 'broken')).status, 500);
    } finally {
      await shape.stop();
    }
    const { spans } = collector;
    assert.deepEqual(new Set(collector.requests), new Set(['POST /v1/traces application/json']));

    const ours = spans.filter(({ traceId }) => traceId === CLIENT.traceId);
    const one = (of: string) => {
      const found = ours.filter((span) => span.name === of);
      assert.equal(found.length, 1, `one span ${of}`);
      return found[0] as (typeof spans)[number];
    };
    const request = one('GET /api/v1/hello/:name');
    const call = one('rpc channels.getChannels');
    const consumed = one('consume kinora.channels.v1.ChannelUpdated');
    assert.equal(ours.length, 3);
    assert.deepEqual(
      [request, call, consumed].map(({ service, kind, parentSpanId }) => [service, kind, parentSpanId]),
      [
        ['kinora-videos', KIND.server, CLIENT.spanId],
        ['kinora-channels', KIND.server, request.spanId],
        ['kinora-videos', KIND.consumer, call.spanId],
      ],
    );
    const times = ({ startTimeUnixNano: from, endTimeUnixNano: to }: OtlpSpan) => [BigInt(from), BigInt(to)] as const;
    const [[requestFrom, requestTo], [callFrom, callTo], [consumedFrom]] = [
      times(request),
      times(call),
      times(consumed),
    ];
    assert.ok(requestFrom <= callFrom && callFrom <= callTo && callTo <= requestTo && callFrom <= consumedFrom);

    // Without a trace of the client's each request begins one of its own.
    const begun = spans.filter((span) => span.kind === KIND.server && !span.parentSpanId);
    assert.deepEqual(
      begun.map((span) => [span.name, span.status.code]),
      [STATUS.unset, STATUS.unset, STATUS.error].map((status) => [request.name, status]),
      'what is not there is no error',
    );
    assert.equal(new Set(begun.map(({ traceId }) => traceId)).size, 3);
    for (const { traceId, spanId } of begun)
      assert.deepEqual(
        spans.filter((span) => span.traceId === traceId && span.parentSpanId).map(({ parentSpanId }) => parentSpanId),
        [spanId],
      );
  });
}

test('without an endpoint nothing is sent anywhere, and events carry no trace', async () => {
  const asked: string[] = [];
  const watch = (message: unknown) => {
    const { request } = message as { request: { path: string } };
    asked.push(request.path);
  };
  subscribe('http.client.request.start', watch);
  try {
    const shape = await start('one', undefined);
    await hello(shape, 'told-silent', { traceparent: `00-${CLIENT.traceId}-${CLIENT.spanId}-01` });
    await heard(shape, 'told-silent');
    const { traceparent } = await shape.channels.database.query
      .selectFrom('outbox')
      .select('traceparent')
      .where('key', '=', 'told-silent')
      .executeTakeFirstOrThrow();
    assert.equal(traceparent, '');
    await shape.stop();
  } finally {
    unsubscribe('http.client.request.start', watch);
  }
  assert.deepEqual(asked, []);
});

for (const away of ['refuses connections', 'never answers'] as const) {
  test(`a collector that ${away} neither slows nor breaks anything, and is told of once`, async (t) => {
    const collector = await startCollector(t, { answers: false });
    const lines: { level: string; msg: string }[] = [];
    const log = createLog({ level: 'info', destination: { write: (line) => lines.push(JSON.parse(line)) } });
    const endpoint = away === 'never answers' ? collector.url : 'http://127.0.0.1:1';
    const shape = await start('one', endpoint, log);
    const id = `told-${away.replaceAll(' ', '-')}`;
    let slowestMs = 0;
    // More than a batch of spans, so that exporting begins while requests are answered.
    for (let round = 0; round < 60; round++) {
      const from = performance.now();
      const answers = await Promise.all(Array.from({ length: 10 }, () => hello(shape, 'busy')));
      assert.ok(answers.every(({ status }) => status === 200));
      slowestMs = Math.max(slowestMs, performance.now() - from);
    }
    const told = () => lines.filter(({ msg }) => /traces do not arrive/.test(msg)).length;
    await eventually(async () => told() > 0, 'it was told of');
    assert.equal((await hello(shape, id)).status, 200);
    await heard(shape, id);
    assert.ok(slowestMs < 3000, `ten requests took ${Math.round(slowestMs)} ms`);

    await shape.stop();
    assert.deepEqual(
      lines.filter(({ msg }) => /did not stop in time|failed while it stopped/.test(msg)),
      [],
    );
    assert.equal(told(), 1);
  });
}
