import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { ARRIVING_VIDEO, type Edge, EVIL, MATURE_VIDEO, PRIVATE_VIDEO, PUBLIC_VIDEO, startEdge } from './harness.ts';

let edge: Edge;
before(async () => {
  edge = await startEdge({ RATE_LIMIT_PER_MINUTE: '0' });
});
after(() => edge?.stop());

const get = (path: string, init?: RequestInit) => fetch(`${edge.url}${path}`, init);
const pageOf = async (path: string) => {
  const answer = await get(path);
  return { status: answer.status, html: await answer.text() };
};

test('every answer says what a browser may do with it: pages, the API, media, errors, proxied or not', async () => {
  for (const path of [
    '/',
    `/watch/${PUBLIC_VIDEO}`,
    '/app.js',
    '/api/openapi.json',
    '/api/unknown',
    '/api/v1/things/1',
    '/media/key/0.m4s',
    '/assets/none.js',
  ]) {
    const { headers } = await get(path);
    assert.match(headers.get('content-security-policy') ?? '', /script-src 'self'.*frame-ancestors 'none'/, path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(headers.get('referrer-policy'), 'strict-origin-when-cross-origin', path);
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin', path);
    assert.ok(headers.get('permissions-policy'), path);
    assert.ok(headers.get('x-request-id'), path);
    assert.equal(headers.get('x-powered-by'), null, path);
  }
});

test('the API is shown by a page that loads nothing from elsewhere', async () => {
  const { status, html } = await pageOf('/api/reference');
  assert.equal(status, 200);
  const scripts = [...html.matchAll(/<script src="([^"]+)"/g)].map(([, src = '']) => src);
  assert.deepEqual(scripts, ['/api/reference/scalar.js', '/api/reference/start.js']);
  for (const src of scripts) {
    const answer = await get(src);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/javascript/, src);
    assert.match(await answer.text(), /createApiReference/, src);
  }
});

test('files of the app are sent as small as the browser takes them, and asked about after each upgrade', async () => {
  const ask = (headers: Record<string, string>) =>
    edge.raw([
      'GET /app.js HTTP/1.1',
      'Host: x',
      'Connection: close',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ]);
  assert.match(await ask({ 'accept-encoding': 'gzip, deflate, br' }), /content-encoding: br\r\n[\s\S]*as br$/);
  assert.match(await ask({ 'accept-encoding': 'gzip' }), /content-encoding: gzip\r\n[\s\S]*as gzip$/);
  const plain = await ask({});
  assert.doesNotMatch(plain, /content-encoding/);
  assert.match(plain, /cache-control: public, no-cache\r\n[\s\S]*console\.log/);
  const [, etag = ''] = /etag: (\S+)/.exec(plain) ?? [];
  assert.match(await ask({ 'if-none-match': etag }), /^HTTP\/1\.1 304 /);
});

test('the site is an app that can be installed', async () => {
  const manifest = (await (await get('/manifest.webmanifest')).json()) as { name: string; icons: { sizes: string }[] };
  assert.equal(manifest.name, EVIL);
  assert.deepEqual(
    manifest.icons.map(({ sizes }) => sizes),
    ['192x192', '512x512', '512x512'],
  );
});

test('what people have written is text in the heads of pages', async () => {
  for (const path of [`/watch/${PUBLIC_VIDEO}`, '/@ann', '/@ann/videos', `/watch/${PUBLIC_VIDEO}?t=${EVIL}`]) {
    const { status, html } = await pageOf(path);
    assert.equal(status, 200, path);
    assert.ok(!html.includes('<script>'), path);
    assert.ok(html.includes('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;'), path);
    assert.equal(html.match(/<title>/g)?.length, 1, path);
    for (const meta of html.match(/<meta [^>]*>/g) ?? []) {
      assert.match(meta, /^<meta (?:name|property)="[\w:-]+" content="[^"<>]*">$/);
    }
  }
  const { html } = await pageOf(`/watch/${PUBLIC_VIDEO}`);
  const looks = /<meta name="kinora-instance" content="([^"]*)">/.exec(html)?.[1]?.replaceAll('&quot;', '"') ?? '';
  const accent = (JSON.parse(looks) as { accentHue: number }).accentHue;
  assert.equal(accent, 200, 'a page knows its colour before it asks');
  assert.match(html, /<meta property="og:type" content="video\.other">/);
  assert.match(html, /<meta property="video:duration" content="61">/);
  const arriving = await pageOf(`/watch/${ARRIVING_VIDEO}`);
  assert.equal(arriving.status, 200);
  assert.doesNotMatch(arriving.html, /video:duration/, 'it has not said how long it is');
  const mature = await pageOf(`/watch/${MATURE_VIDEO}`);
  assert.match(mature.html, /<meta name="rating" content="RTA-5042-1996-1400-1577-RTA">/, 'filters are told');
  assert.doesNotMatch(mature.html, /og:image/);
  assert.doesNotMatch(html, /RTA/);
  // Neither the host that is asked for nor the path brings markup in.
  const answer = await edge.raw(['GET /x?"><script>1</script> HTTP/1.1', 'Host: a"><script>b', 'Connection: close']);
  assert.ok(!answer.includes('<script>'));
});

test('the page of a private video says no more than that of a video that never was', async () => {
  const hidden = await pageOf(`/watch/${PRIVATE_VIDEO}`);
  const none = newId();
  const unknown = await pageOf(`/watch/${none}`);
  assert.equal(hidden.status, unknown.status);
  assert.equal(hidden.html.replaceAll(PRIVATE_VIDEO, ''), unknown.html.replaceAll(none, ''));
  assert.ok(!hidden.html.includes('og:image'));
});

test('the address of a channel that was renamed leads to its new one, and no browser remembers it', async () => {
  const page = (path: string) => fetch(`${edge.url}${path}`, { redirect: 'manual' });
  const former = await page('/@former/about?lang=en');
  assert.deepEqual([former.status, former.headers.get('location')], [302, '/@ann/about?lang=en']);
  assert.equal(former.headers.get('cache-control'), 'no-store');
  assert.equal((await page('/@former')).headers.get('location'), '/@ann');
  assert.equal((await page('/@ANN')).status, 200);
});

test('unknown channels are 404 pages, unknown API addresses 404 problems, odd ones no failures', async () => {
  const channel = await pageOf('/@nobody');
  assert.equal(channel.status, 404);
  assert.match(channel.html, /<title>&quot;&gt;&lt;script&gt;/);
  for (const path of ['/api/unknown', '/api/', '/media/x', '/.well-known/none', '/assets/../assets/x']) {
    const answer = await get(path);
    assert.equal(answer.status, 404, path);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.equal(((await answer.json()) as { code: string }).code, 'kernel.route_not_found');
  }
  for (const target of ['/@%', '/@%ff', '/%00', '/@%2e%2e%2f', `/${'a'.repeat(5000)}`, '/../../etc/passwd', '//x//y']) {
    const status = Number((await edge.raw([`GET ${target} HTTP/1.1`, 'Host: x', 'Connection: close'])).slice(9, 12));
    assert.ok(status >= 200 && status < 500, `${target.slice(0, 40)}: ${status}`);
  }
});

test('requests to another process carry who asked, and nothing that was meant for this hop', async () => {
  edge.seen.length = 0;
  const answer = await edge.raw([
    'PATCH /api/v1/uploads/7?a=%2F HTTP/1.1',
    'Host: kinora.example',
    'Authorization: Bearer x',
    'X-Request-Id: from-a-client-1',
    'X-Forwarded-For: 6.6.6.6',
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: https',
    'Connection: close, X-Secret-Hop',
    'X-Secret-Hop: 1',
    'Keep-Alive: timeout=5',
    'TE: trailers',
    'Proxy-Authorization: Basic x',
    'Content-Type: application/offset+octet-stream',
    'Content-Length: 5',
    '',
    'bytes',
  ]);
  assert.match(answer, /^HTTP\/1\.1 200 /);
  assert.match(answer, /hello/);
  const [request] = edge.seen;
  assert.deepEqual(
    [request?.method, request?.url, request?.body.slice(0, 5)],
    ['PATCH', '/api/v1/uploads/7?a=%2F', 'bytes'],
  );
  const { headers = {} } = request ?? {};
  assert.equal(headers['x-request-id'], 'from-a-client-1');
  assert.equal(headers['x-forwarded-for'], '127.0.0.1');
  assert.equal(headers['x-forwarded-host'], 'kinora.example');
  assert.equal(headers['x-forwarded-proto'], 'http');
  assert.equal(headers.authorization, 'Bearer x');
  for (const name of ['x-secret-hop', 'keep-alive', 'te', 'proxy-authorization']) assert.ok(!(name in headers), name);
  assert.match(answer, /x-from: upstream/i);
  assert.doesNotMatch(answer, /x-hop:|proxy-authenticate:/i);
});

test('a target in absolute form reaches our own process, not the host that it names', async (t) => {
  const asked: string[] = [];
  const elsewhere = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('elsewhere');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  t.after(() => elsewhere.close());
  edge.seen.length = 0;
  const { port } = elsewhere.address() as AddressInfo;
  const answer = await edge.raw([
    `GET http://127.0.0.1:${port}/api/v1/things/1 HTTP/1.1`,
    'Host: x',
    'Connection: close',
  ]);
  assert.deepEqual(asked, []);
  assert.doesNotMatch(answer, /elsewhere/);
});

test('a body that is refused before it has been read holds up nobody behind it', { timeout: 10_000 }, async (t) => {
  const refusing = createTcpServer((socket) => {
    socket.once('data', () => {
      socket.pause();
      socket.write('HTTP/1.1 413 Content Too Large\r\nContent-Length: 7\r\n\r\nrefused');
    });
    socket.on('error', () => socket.destroy());
    t.after(() => socket.destroy());
  });
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  t.after(() => refusing.close());
  const { port } = refusing.address() as AddressInfo;
  const beside = await startEdge({ UPLOADS_URL: `http://127.0.0.1:${port}` });
  t.after(() => beside.stop());
  const body = 'x'.repeat(12_000_000);
  const answers = await beside.raw([
    ...['POST /api/v1/worker/claims HTTP/1.1', 'Host: x', `Content-Length: ${body.length}`, ''],
    `${body}GET /healthz HTTP/1.1`,
    ...['Host: x', 'Connection: close'],
  ]);
  assert.deepEqual(answers.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 413', 'HTTP/1.1 200']);
});

test('internal routes are not on the edge; those of workers are', async () => {
  edge.seen.length = 0;
  assert.equal((await get('/api/v1/internal/things')).status, 404);
  assert.equal(edge.seen.length, 0);
  assert.equal((await get('/api/v1/worker/claims', { method: 'POST' })).status, 200);
  assert.equal(edge.seen[0]?.url, '/api/v1/worker/claims');
});

test('requests beyond the limit come later, however the address is written; uploads and media are not counted', async () => {
  const limited = await startEdge({ RATE_LIMIT_PER_MINUTE: '3' });
  try {
    const statusOf = async (target: string) =>
      Number((await limited.raw([`GET ${target} HTTP/1.1`, 'Host: x', 'Connection: close'])).slice(9, 12));
    for (let i = 0; i < 3; i++) assert.equal(await statusOf('/api/v1/things/1'), 200);
    const answer = await fetch(`${limited.url}/api/v1/things/1`);
    assert.equal(answer.status, 429);
    const wait = Number(answer.headers.get('retry-after'));
    assert.ok(wait >= 1 && wait <= 60, `${wait}`);
    assert.equal(((await answer.json()) as { code: string }).code, 'kernel.too_many_requests');
    assert.ok(answer.headers.get('content-security-policy'));
    for (const target of ['/%61pi/v1/things/1', '/api/v1/%74hings/1', 'http://x/api/v1/things/1', '/api/v1/nothing']) {
      assert.equal(await statusOf(target), 429, target);
    }
    assert.equal(await statusOf('/media/key/0.m4s'), 200);
    assert.equal(await statusOf('/'), 200);
    const upload = await fetch(`${limited.url}/api/v1/uploads/1`, { method: 'PATCH' });
    assert.equal(upload.status, 200);
  } finally {
    await limited.stop();
  }
});

test('a service that is away is 503 with a time to come again', async () => {
  await edge.closeUpstream();
  const answer = await get('/api/v1/things/1');
  assert.equal(answer.status, 503);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.ok(Number(answer.headers.get('retry-after')) >= 1);
  // Pages do not depend on it.
  assert.equal((await get('/')).status, 200);
});

test('one page may be framed, every other refuses, and its script is for pages of others', async () => {
  const framing = async (path: string) => {
    const { headers } = await get(path);
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /script-src 'self'/, path);
    return [/frame-ancestors ([^;]*)$/.exec(policy)?.[1], headers.get('x-frame-options')];
  };
  for (const path of [`/embed/${PUBLIC_VIDEO}`, `/embed/${PRIVATE_VIDEO}?autoplay=1`])
    assert.deepEqual(await framing(path), ['*', null], path);
  const others = ['/', '/settings', `/watch/${PUBLIC_VIDEO}`, '/embed', '/embed/x', `/embed/${PUBLIC_VIDEO}/settings`];
  for (const path of [...others, `/settings?/embed/${PUBLIC_VIDEO}`, '/api/v1/oembed?url=x', '/embed.js'])
    assert.deepEqual(await framing(path), ["'none'", 'DENY'], path);
  const resource = async (path: string) => (await get(path)).headers.get('cross-origin-resource-policy');
  assert.equal(await resource('/embed.js'), 'cross-origin');
  assert.equal(await resource('/app.js'), 'same-origin');
});

test('what a visitor may see can be found and embedded by oEmbed; what is private is not there', async () => {
  const oembed = (url: string, more = '') => get(`/api/v1/oembed?url=${encodeURIComponent(url)}${more}`);
  const { html } = await pageOf(`/watch/${PUBLIC_VIDEO}`);
  const href = /<link rel="alternate" type="application\/json\+oembed" href="([^"]*)"/.exec(html)?.[1];
  const found = await fetch(href?.replaceAll('&amp;', '&') ?? assert.fail('there is a link'));
  const answer = (await found.json()) as Record<string, string | number>;
  assert.deepEqual(
    [answer.version, answer.type, answer.title, answer.provider_url],
    ['1.0', 'video', EVIL, `${edge.url}/`],
  );
  assert.deepEqual([answer.width, answer.height], [640, 360]);
  const frame = /^<iframe src="([^"]*)" width="640" height="360" title="([^"<>]*)" [^<>]*><\/iframe>$/;
  assert.equal(frame.exec(`${answer.html}`)?.[1], `${edge.url}/embed/${PUBLIC_VIDEO}`);

  const page = `${edge.url}/watch/${PUBLIC_VIDEO}`;
  const small = (await (await oembed(`${page}?t=90`, '&maxwidth=320&maxheight=90')).json()) as typeof answer;
  assert.deepEqual([small.width, small.height], [160, 90]);
  assert.match(`${small.html}`, /\?start=90"/);
  for (const url of [
    `${edge.url}/watch/${PRIVATE_VIDEO}`,
    `${edge.url}/watch/${newId()}`,
    `${edge.url}/settings`,
    `https://elsewhere.example/watch/${PUBLIC_VIDEO}`,
    `javascript:${page}`,
    'x',
  ]) {
    const refused = await oembed(url);
    assert.equal(refused.status, 404, url);
    assert.equal(((await refused.json()) as { code: string }).code, 'gateway.no_such_page');
  }
  assert.ok(!(await pageOf(`/watch/${PRIVATE_VIDEO}`)).html.includes('oembed'));
  assert.equal((await oembed(page, '&format=xml')).status, 501);
  assert.equal((await oembed(page, '&maxwidth=0')).status, 422);
  assert.equal((await get('/api/v1/oembed')).status, 422);
});
