import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { mutantOf, type Patch } from '@kinora/testing/mutant';
import * as realClient from './outbound-client.ts';
import * as realAddresses from './public-address.ts';

// Every address is dialled by a stand-in that leads to a server of the test: no packet leaves this machine.

interface Modules {
  createOutboundClient: typeof realClient.createOutboundClient;
  isPublicAddress: typeof realAddresses.isPublicAddress;
}
type Attack = (target: Modules) => Promise<void>;

const real: Modules = { ...realClient, ...realAddresses };
const off = (file: string, from: string, to: string): Patch => ({ file: `outbound/${file}`, from, to });
const CLIENT = 'outbound-client.ts';
const ADDRESS = 'public-address.ts';

/** Green as it is, and red without each of the defences. */
function defend(name: string, attack: Attack, mutants: readonly Patch[]): void {
  test(name, async () => {
    await attack(real);
    for (const patch of mutants) {
      await using client = await mutantOf<Modules>('packages/kernel', [patch], `outbound/${CLIENT}`);
      await using addresses = await mutantOf<Modules>(
        'packages/kernel',
        patch.file.endsWith(ADDRESS) ? [patch] : [],
        `outbound/${ADDRESS}`,
      );
      await assert.rejects(
        attack({ ...client.module, isPublicAddress: addresses.module.isPublicAddress }),
        assert.AssertionError,
        `not needed: ${patch.from}`,
      );
    }
  });
}

interface World extends AsyncDisposable {
  client: realClient.OutboundClient;
  /** What was dialled, as address:port. */
  dialled: string[];
  resolved: string[];
}

/** A client whose names are looked up in `names`, and whose calls all end at one server on loopback. */
async function world(target: Modules, answer: RequestListener, names: Record<string, string[]> = {}): Promise<World> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const dialled: string[] = [];
  const resolved: string[] = [];
  const client = target.createOutboundClient({
    allowed: { has: () => false },
    resolve: async (name) => {
      resolved.push(name);
      return names[name] ?? [];
    },
    dial: (to) => {
      dialled.push(`${to.address}:${to.port}`);
      return connect(port, '127.0.0.1');
    },
  });
  return {
    client,
    dialled,
    resolved,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const LIMITS = { maxBytes: 10_000, timeoutMs: 5000 };

/** The code of what went wrong, or what was answered. */
async function outcome(client: realClient.OutboundClient, url: string, options = {}): Promise<string> {
  try {
    const answer = await client.fetch(url, { ...LIMITS, ...options });
    return `${answer.status} ${await buffer(answer.body)}`;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

const PRIVATE = [
  '127.0.0.1',
  '127.1',
  '0x7f000001',
  '0x7f.1',
  '2130706433',
  '017700000001',
  '0177.0.0.1',
  '１２７.0.0.1',
  '127.0.0.1.',
  '0.0.0.0',
  '0',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '0xa9fea9fe',
  '100.64.0.1',
  '192.0.0.170',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:10.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::127.0.0.1]',
  '[2002:7f00:1::]',
  '[2001::1]',
  '[2001:db8::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[ff02::1]',
  '[100::1]',
  '[5f00::1]',
  '[4000::1]',
];

defend(
  'an address that is not public is not dialled, however it is written',
  async (target) => {
    await using at = await world(target, (_request, response) => response.end('secret'));
    for (const host of PRIVATE) {
      for (const scheme of ['http', 'https']) {
        assert.equal(await outcome(at.client, `${scheme}://${host}/`), 'outbound.address_refused', host);
      }
    }
    assert.deepEqual(at.dialled, []);
    for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '4000::1', 'fec0::1', 'nonsense'])
      assert.ok(!target.isPublicAddress(address), address);
    for (const address of ['1.1.1.1', '93.184.216.34', '2606:4700::1111'])
      assert.ok(target.isPublicAddress(address), address);
  },
  [
    off(ADDRESS, "if (address.range() !== 'unicast') return false;", ''),
    off(ADDRESS, "return address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST);", 'return true;'),
    off(CLIENT, 'if (!open) throw outboundErrors.address_refused();', ''),
  ],
);

defend(
  'a name that leads inside is not dialled, nor one of which only some addresses are public',
  async (target) => {
    const names = {
      'inside.example': ['10.0.0.7'],
      localhost: ['127.0.0.1', '::1'],
      'metadata.example': ['169.254.169.254'],
      'both.example': ['93.184.216.34', '10.0.0.7'],
      'mapped.example': ['::ffff:10.0.0.7'],
    };
    await using at = await world(target, (_request, response) => response.end('secret'), names);
    for (const name of [...Object.keys(names), 'nowhere.example'])
      assert.equal(await outcome(at.client, `http://${name}/`), 'outbound.address_refused', name);
    assert.deepEqual(at.dialled, []);
  },
  [off(CLIENT, 'addresses.every(', 'addresses.some('), off(CLIENT, 'addresses.length > 0 && ', '')],
);

defend(
  'a name is looked up once, and what was looked at is what is dialled',
  async (target) => {
    let asked = 0;
    const server = createServer((request, response) => response.end(`host ${request.headers.host}`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const dialled: string[] = [];
    const client = target.createOutboundClient({
      allowed: { has: () => false },
      // The first answer is harmless, later ones are not.
      resolve: async () => (asked++ === 0 ? ['93.184.216.34'] : ['127.0.0.1']),
      dial: (to) => {
        dialled.push(to.address);
        return connect((server.address() as AddressInfo).port, '127.0.0.1');
      },
    });
    try {
      assert.equal(await outcome(client, 'http://rebind.example/'), '200 host rebind.example');
      assert.deepEqual([dialled, asked], [['93.184.216.34'], 1]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
  [off(CLIENT, "return { address: addresses[0] ?? '',", "return { address: (await resolve(host))[0] ?? '',")],
);

defend(
  'each redirect is looked at like the first address',
  async (target) => {
    const names = { 'a.example': ['93.184.216.34'], 'b.example': ['93.184.216.35'] };
    const leads: Record<string, string> = {
      '/in': 'http://127.0.0.1/x',
      '/meta': 'http://169.254.169.254/latest',
      '/file': 'file:///etc/passwd',
      '/round': '/round',
      '/over': 'http://b.example/end',
    };
    const seen: (string | undefined)[] = [];
    const answer: RequestListener = (request, response) => {
      seen.push(request.headers.authorization);
      const location = leads[request.url ?? ''];
      response.writeHead(location ? 302 : 200, location ? { location } : {}).end('end');
    };
    await using at = await world(target, answer, names);
    for (const path of ['/in', '/meta', '/file'])
      assert.equal(await outcome(at.client, `http://a.example${path}`), 'outbound.address_refused', path);
    assert.equal(await outcome(at.client, 'http://a.example/round', { timeoutMs: 500 }), 'outbound.too_many_redirects');
    assert.ok(
      at.dialled.every((one) => one.startsWith('93.184.216.')),
      `${at.dialled}`,
    );
    seen.length = 0;
    const headers = { authorization: 'Bearer canary' };
    assert.equal(await outcome(at.client, 'http://a.example/over', { headers }), '200 end');
    assert.deepEqual(seen, ['Bearer canary', undefined], 'what was meant for one server is not told to another');
    assert.equal(await outcome(at.client, 'http://a.example/in', { redirect: 'manual' }), '302 end');
  },
  [
    off(
      CLIENT,
      'const target = await targetOf(url);\n          const message',
      'const target = hop === 0 ? await targetOf(url) : { address: url.hostname, port: 80, servername: undefined };\n          const message',
    ),
    off(CLIENT, 'hop <= MOST_REDIRECTS', 'true'),
    off(CLIENT, 'if (next.origin !== url.origin) headers', 'if (next.origin === url.origin) headers'),
  ],
);

test('nothing but the web is asked, and no address brings a password along', async () => {
  await using at = await world(real, (_request, response) => response.end('x'), { 'a.example': ['93.184.216.34'] });
  for (const url of [
    'file:///etc/passwd',
    'ftp://a.example/',
    'gopher://a.example/',
    'data:text/plain,x',
    'javascript:1',
    'http://user:pass@a.example/',
    'a.example',
    '//a.example',
    '',
  ])
    assert.equal(await outcome(at.client, url), 'outbound.address_refused', url);
  assert.deepEqual(at.dialled, []);
});

defend(
  'an answer that does not end, or is packed, or says that it is too long, is given up',
  async (target) => {
    const answer: RequestListener = (request, response) => {
      if (request.url === '/long')
        return void response.writeHead(200, { 'content-length': '20000' }).end(Buffer.alloc(20_000));
      if (request.url === '/packed') return void response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
      const more = () => {
        if (!response.destroyed && response.write(Buffer.alloc(4000))) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    };
    await using at = await world(target, answer, { 'a.example': ['93.184.216.34'] });
    assert.equal(await outcome(at.client, 'http://a.example/endless', { timeoutMs: 500 }), 'outbound.too_large');
    assert.equal(await outcome(at.client, 'http://a.example/long'), 'outbound.too_large');
    assert.equal(await outcome(at.client, 'http://a.example/packed'), 'outbound.failed');
  },
  [off(CLIENT, 'if (seen > maxBytes)', 'if (seen < 0)'), off(CLIENT, "if (encoding !== 'identity' ||", 'if (')],
);

defend(
  'an answer that does not come, or comes drop by drop, is given up in time',
  async (target) => {
    const answer: RequestListener = (request, response) => {
      if (request.url === '/never') return;
      const timer = setInterval(() => response.write('x'), 10);
      response.once('close', () => clearInterval(timer));
    };
    await using at = await world(target, answer, { 'a.example': ['93.184.216.34'] });
    for (const path of ['/never', '/drops']) {
      const late = new Promise<string>((resolve) => setTimeout(resolve, 2000, 'nothing').unref());
      const asked = outcome(at.client, `http://a.example${path}`, { timeoutMs: 100 });
      assert.equal(await Promise.race([asked, late]), 'outbound.too_slow', path);
    }
  },
  [off(CLIENT, 'AbortSignal.timeout(options.timeoutMs)', 'AbortSignal.timeout(60_000)')],
);

test('headers without an end, and a connection that is cut, are told in words of ours', async () => {
  const answer: RequestListener = (request, response) => {
    if (request.url === '/headers') response.writeHead(200, { 'x-long': 'x'.repeat(30_000) }).end();
    else response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
  };
  await using at = await world(real, answer, { 'a.example': ['93.184.216.34'] });
  assert.equal(await outcome(at.client, 'http://a.example/headers'), 'outbound.failed');
  assert.equal(await outcome(at.client, 'http://a.example/cut'), 'outbound.failed');
});

test('networks of the operator may be asked', async () => {
  const allowed = realAddresses.parseNetworks('127.0.0.0/8, fd00::/8, 10.1.2.3');
  for (const address of ['127.0.0.1', '127.9.9.9', '::ffff:127.0.0.1', 'fd12::1', '10.1.2.3'])
    assert.ok(allowed.has(address), address);
  for (const address of ['10.1.2.4', '192.168.0.1', '::1', 'x']) assert.ok(!allowed.has(address), address);
  assert.throws(() => realAddresses.parseNetworks('sso.lan'));
});
