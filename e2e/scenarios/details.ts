import assert from 'node:assert/strict';
import { makeFilm, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { request } from '../http.ts';
import { scenario } from '../scenario.ts';

scenario(
  'what a creator says about a film reaches others, and by its tags and category they find it',
  async (platform) => {
    const { client } = await registerAccount(platform);
    const visitor = (await registerAccount(platform)).client;
    const tag = `Sea ice ${crypto.randomUUID().slice(0, 6)}`;
    const { id } = await uploadFilm(client, await makeFilm({ seconds: 6 }), {
      title: 'Below the ice',
      tags: [tag],
      category: 'science',
      language: 'nb',
      licence: 'cc-by-sa',
      mature: true,
    });
    await waitForState(client, id, 'ready');
    const seen = await visitor.videos.get(id);
    assert.deepEqual(
      [seen.category, seen.language, seen.licence, seen.commentsAllowed, seen.mature],
      ['science', 'nb', 'cc-by-sa', true, true],
    );
    const found = async (filter: object) => (await visitor.videos.list({ limit: 100, ...filter })).items;
    const [card] = await found({ tag: tag.toUpperCase() });
    assert.deepEqual([card?.id, card?.mature], [id, true]);
    assert.ok((await found({ category: 'science' })).some((one) => one.id === id));
    assert.deepEqual(await visitor.videos.tags(tag.slice(0, -1).toLowerCase()), [{ tag, videos: 1 }]);

    const preview = async () => {
      const page = encodeURIComponent(`${platform.url}/watch/${id}`);
      return (await request(`${platform.url}/api/v1/oembed?url=${page}`)).json() as Promise<{ thumbnail_url?: string }>;
    };
    assert.equal((await preview()).thumbnail_url, undefined, 'nobody has been asked how old they are');
    await client.videos.update(id, { mature: false, commentsAllowed: false, category: null });
    const { commentsAllowed, mature } = await visitor.videos.get(id);
    assert.deepEqual([commentsAllowed, mature], [false, false]);
    assert.match((await preview()).thumbnail_url ?? '', /^http/);
    assert.ok(!(await found({ category: 'science' })).some((one) => one.id === id));
    await client.videos.delete(id);
    assert.deepEqual(await found({ tag }), []);
    assert.deepEqual(await visitor.videos.tags(tag), []);
  },
);
