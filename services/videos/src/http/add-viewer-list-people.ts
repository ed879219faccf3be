import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { type Named, parsePeopleList } from '../domain/people-list.ts';
import { videosErrors } from '../errors.ts';
import type { NewPerson } from '../store/viewer-lists-store.ts';
import { findOwnViewerList } from './find-own-viewer-list.ts';
import { tellViewerList } from './tell-viewer-list.ts';
import { viewerListParams } from './viewer-list-fields.ts';

/** Each of them is asked for by itself. */
const MOST_HANDLES = 100;
const MOST_CHARACTERS = 100_000;

export const addViewerListPeople = defineRoute({
  method: 'POST',
  path: '/api/v1/me/viewer-lists/:id/people',
  operationId: 'addViewerListPeople',
  summary: 'Put people on a list of mine: e-mail addresses and handles of channels, as they are pasted.',
  policy: 'account',
  scopes: ['manage'],
  params: viewerListParams,
  body: z.strictObject({ people: z.string().min(1).max(MOST_CHARACTERS) }),
  answers: {
    200: z.object({
      added: z.number(),
      /** What names nobody: neither an address nor the handle of a channel. */
      wrong: z.array(z.string()),
    }),
  },
  errors: ['videos.list_not_found', 'videos.too_many_people'],
  async handle(context: VideosContext, { params, body, caller }) {
    const list = await findOwnViewerList(context, params.id, caller);
    const { people, wrong } = parsePeopleList(body.people);
    if (people.filter((one) => 'handle' in one).length > MOST_HANDLES) throw videosErrors.too_many_people();
    const found = await Promise.all(people.map((one) => toPerson(context, one)));
    const known = found.filter((one) => one !== undefined);
    const done = await context.viewerLists.add(list.id, known);
    if (!done) throw videosErrors.list_not_found();
    if (done === 'too_many') throw videosErrors.too_many_people();
    await tellViewerList(context, done.told);
    const unknown = people.filter((_, index) => found[index] === undefined).map(({ name }) => name);
    return { added: done.added, wrong: [...wrong, ...unknown] };
  },
});

/** An address is taken as it is: whether somebody has an account with it is nobody's business here. */
async function toPerson(context: VideosContext, one: Named): Promise<NewPerson | undefined> {
  if ('emailKey' in one) return { name: one.name, emailKey: one.emailKey, accountId: null };
  const { channel } = await context.channels.getChannelByHandle({ handle: one.handle });
  if (!channel) return undefined;
  return { name: `@${channel.handle}`, emailKey: null, accountId: channel.ownerAccountId };
}
