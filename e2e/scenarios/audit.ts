import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { eventually, registerAccount } from '@kinora/testing';
import { administratorOf } from '../administrator.ts';
import { assertProblem, request } from '../http.ts';
import { scenario } from '../scenario.ts';

interface OpenApi {
  paths: Record<'/api/v1/admin/audit', { get: { parameters: { name: string; schema: { enum?: string[] } }[] } }>;
}

const GIGABYTE = 1e9;

scenario(
  'what administrators do in any service is in the audit log, once',
  async (platform) => {
    const { client: admin, account: head } = await administratorOf(platform);
    const person = await registerAccount(platform, { name: 'Audited' });
    const own = await person.client.videos.create({ title: 'Mine to delete' });
    const taken = await person.client.videos.create({ title: 'Too loud', visibility: 'public' });

    await admin.admin.setQuota(person.account.id, 5 * GIGABYTE);
    const { id: tokenId } = await admin.admin.createWorkerToken('Audited machine');
    await admin.admin.revokeWorkerToken(tokenId);
    await admin.videos.delete(taken.id);
    await person.client.videos.delete(own.id);
    // What is refused is no act.
    const token = (await admin.accessToken()) ?? '';
    const nowhere = `${platform.url}/api/v1/admin/worker-tokens/${tokenId}`;
    await assertProblem(await request(nowhere, { method: 'DELETE', token }), 404, 'transcoding.worker_token_not_found');

    const about = new Set([person.account.id, tokenId, taken.id, own.id]);
    const read = async () => {
      const pages = await Promise.all(['Audited', 'loud'].map((search) => admin.admin.audit({ search, limit: 100 })));
      return pages.flatMap(({ items }) => items).filter(({ subject }) => subject && about.has(subject.id));
    };
    await eventually('all of it is there', async () => (await read()).length >= 4);
    // When nothing is on its way any more: what is told twice would be there twice.
    await platform.settle();
    const acts = await read();
    assert.deepEqual(acts.map(({ act, subject }) => [act, subject?.name]).sort(), [
      ['quota.changed', 'Audited'],
      ['video.removed', 'Too loud'],
      ['worker-token.created', 'Audited machine'],
      ['worker-token.revoked', 'Audited machine'],
    ]);
    for (const { actor, address } of acts) {
      assert.deepEqual(actor, { id: head.id, name: head.displayName });
      assert.match(address, /127\.0\.0\.1/);
    }
    assert.equal(acts.find(({ act }) => act === 'quota.changed')?.after?.quotaBytes, 5 * GIGABYTE);
    await admin.admin.setQuota(person.account.id, undefined);
  },
  { alone: true },
);

scenario('the page has words for every act that the audit log tells of', async (platform) => {
  const described = (await (await request(`${platform.url}/api/openapi.json`)).json()) as OpenApi;
  const { parameters } = described.paths['/api/v1/admin/audit'].get;
  const names = parameters.find(({ name }) => name === 'act')?.schema.enum ?? [];
  const english = JSON.parse(await readFile(new URL('../../apps/web/messages/en.json', import.meta.url), 'utf8'));
  const keys = names.map((name) => name.replace('.', '-'));
  assert.deepEqual(Object.keys(english.audit.acts).sort(), keys.sort());
});
