import type { Person } from '@kinora/testing';
import { serveFiles } from '../file-server.ts';

/** What an address names. `seen` by everyone, by whoever knows its password, or by its owner alone: to others it is not there. */
export interface NamedObject {
  params: Record<string, string>;
  seen: 'everyone' | 'password' | 'owner';
}

/** Everything of one person that others might reach for. */
export interface OwnedObjects {
  owner: Person;
  privateVideoId: string;
  publicVideoId: string;
  lockedVideoId: string;
  /** Of the members of a list that names nobody else here. */
  membersVideoId: string;
  viewerListId: string;
  listedPersonId: string;
  channelId: string;
  /** Of the owner, about the private video and the public one. */
  privateCommentId: string;
  publicCommentId: string;
  /** The same, for moderators of the site to take away. */
  moderatedCommentId: string;
  /** To help with that channel; to an address that nobody has. */
  invitationId: string;
  handle: string;
  sessionId: string;
  importId: string;
  directUploadId: string;
  templateId: string;
  /** An account that administrators may do anything to. */
  spareAccountId: string;
}

/** What bodies say where one is asked for. */
const PASSWORD = 'sample';
const CAPTIONS = 'WEBVTT\n\n00:00.000 --> 00:01.000\nIce\n';

export async function makeObjects(owner: Person, spare: Person): Promise<OwnedObjects> {
  const { client, page } = owner;
  const film = { sizeBytes: 1000, fileName: 'film.mp4' };
  const hidden = await client.videos.create({ ...film, title: 'Hidden', visibility: 'private' });
  const shown = await client.videos.create({ ...film, title: 'Shown', visibility: 'public' });
  const list = await client.viewerLists.create('Crew');
  await client.viewerLists.add(list.id, 'nobody@example.org');
  const [listed] = await client.viewerLists.people(list.id);
  const locked = await client.videos.create({ ...film, title: 'Locked', visibility: 'password', password: PASSWORD });
  const among = { visibility: 'members', viewerListId: list.id } as const;
  const members = await client.videos.create({ ...film, title: 'Among us', ...among });
  for (const { id } of [hidden, shown, locked, members])
    await client.captions.create(id, { language: 'en', file: CAPTIONS });
  await using server = await serveFiles({ '/film.mp4': { bytes: Buffer.alloc(1000) } });
  const fetched = await client.uploads.import({ url: `${server.url}/film.mp4` });
  const direct = await client.uploads.startDirect(hidden.upload.url);
  const template = await client.videos.createTemplate({ name: 'Mine', videoId: hidden.id });
  const privateComment = await client.comments.write(hidden.id, { text: 'To myself' });
  const publicComment = await client.comments.write(shown.id, { text: 'To all' });
  const moderatedComment = await client.comments.write(shown.id, { text: 'To take away' });
  const [channel] = await client.channels.mine();
  const [session] = await page.identity.sessions();
  const team = channel && (await client.channels.invite(channel.id, { to: 'nobody@example.org', role: 'editor' }));
  const [invitation] = team?.invitations ?? [];
  if (!channel || !session || !listed || !invitation)
    throw new Error('The account lacks a channel, a session or somebody on its list.');
  return {
    owner,
    privateVideoId: hidden.id,
    publicVideoId: shown.id,
    lockedVideoId: locked.id,
    membersVideoId: members.id,
    viewerListId: list.id,
    listedPersonId: listed.id,
    privateCommentId: privateComment.id,
    publicCommentId: publicComment.id,
    moderatedCommentId: moderatedComment.id,
    channelId: channel.id,
    invitationId: invitation.id,
    handle: channel.handle,
    sessionId: session.id,
    importId: fetched.id,
    directUploadId: direct.id,
    templateId: template.id,
    spareAccountId: spare.account.id,
  };
}

/**
 * The objects that stand for the names in an operation's address. Whoever adds an address with a name in it says here
 * what it is, or the matrix fails.
 */
export function objectsAt(path: string, objects: OwnedObjects): NamedObject[] {
  const first = path.replace('/api/v1/', '').split('/{')[0];
  switch (first) {
    case 'videos':
      return [
        { params: { id: objects.privateVideoId, language: 'en' }, seen: 'owner' },
        { params: { id: objects.publicVideoId, language: 'en' }, seen: 'everyone' },
        { params: { id: objects.lockedVideoId, language: 'en' }, seen: 'password' },
        { params: { id: objects.membersVideoId, language: 'en' }, seen: 'owner' },
      ];
    case 'channels':
      if (/\/(team|invitations|offers|comment-settings|blocked-people|moderation-acts)\b/.test(path)) {
        const { channelId: id, invitationId, spareAccountId: accountId } = objects;
        return [{ params: { id, invitationId, accountId, personId: accountId }, seen: 'owner' }];
      }
      return [{ params: { id: objects.channelId, ref: `@${objects.handle}` }, seen: 'everyone' }];
    case 'comments':
      return [
        { params: { id: objects.privateCommentId }, seen: 'owner' },
        {
          params: { id: /\/(approval|removal)$/.test(path) ? objects.moderatedCommentId : objects.publicCommentId },
          seen: 'everyone',
        },
      ];
    case 'direct-uploads':
      return [{ params: { id: objects.directUploadId }, seen: 'owner' }];
    case 'imports':
      return [{ params: { id: objects.importId }, seen: 'owner' }];
    case 'sessions':
      return [{ params: { id: objects.sessionId }, seen: 'owner' }];
    case 'admin/apps':
    case 'me/apps':
      return [{ params: { id: 'no-such-app' }, seen: 'owner' }];
    case 'me/channel-invitations':
      return [{ params: { id: objects.invitationId }, seen: 'owner' }];
    case 'me/tokens':
      return [{ params: { id: 'no-such-token' }, seen: 'owner' }];
    case 'me/video-templates':
      return [{ params: { id: objects.templateId }, seen: 'owner' }];
    case 'me/viewer-lists':
      return [{ params: { id: objects.viewerListId, personId: objects.listedPersonId }, seen: 'owner' }];
    case 'me/history':
      // In nobody's history but one's own: what was never watched may be taken out all the same.
      return [{ params: { videoId: objects.publicVideoId }, seen: 'everyone' }];
    case 'me/passkeys':
      return [{ params: { id: 'no-such-passkey' }, seen: 'owner' }];
    case 'login-providers':
    case 'me/login-providers':
    case 'admin/login-providers':
      return [{ params: { id: 'no-such-provider' }, seen: 'owner' }];
    case 'admin/accounts':
    case 'admin/storage/accounts':
      return [{ params: { id: objects.spareAccountId }, seen: 'owner' }];
    case 'admin/invitations':
    case 'admin/mails':
    case 'admin/reports':
      return [{ params: { id: 'no-such-thing' }, seen: 'owner' }];
    case 'admin/processing':
      return [{ params: { videoId: objects.privateVideoId }, seen: 'owner' }];
    case 'admin/worker-tokens':
    case 'admin/workers':
      return [{ params: { id: 'no-such-worker' }, seen: 'owner' }];
    default:
      throw new Error(`Say in e2e/matrix/objects.ts what ${path} is about.`);
  }
}

/** What bodies name: objects of `objects`' owner, which no one else may use, and what a pattern describes. */
export function namedValues(objects: OwnedObjects): Record<string, unknown> {
  return {
    channelId: objects.channelId,
    videoId: objects.privateVideoId,
    viewerListId: objects.viewerListId,
    uploadId: objects.directUploadId,
    ids: [objects.privateVideoId, objects.publicVideoId, objects.lockedVideoId, objects.membersVideoId],
    videosTo: objects.channelId,
    handle: `sample-${crypto.randomUUID().slice(0, 8)}`,
    email: `matrix.${crypto.randomUUID()}@example.org`,
    to: `matrix.${crypto.randomUUID()}@example.org`,
    accountId: objects.spareAccountId,
    parentId: null,
    language: 'de',
    cursor: undefined,
    currentPassword: 'not the password',
    url: 'http://169.254.169.254/',
    // Creators of other scenarios go on uploading.
    verifyToUpload: false,
    publishedAt: '2020-01-01T00:00:00.000Z',
    // Everybody else goes on uploading.
    quotaBytes: null,
    // Nothing is that old: other scenarios' films are left alone.
    processedBefore: '2000-01-01T00:00:00.000Z',
  };
}

/** As its owner sees it; the same before and after others have tried everything. */
export async function stateOf(objects: OwnedObjects): Promise<unknown> {
  const { client, page } = objects.owner;
  const { privateVideoId, publicVideoId, lockedVideoId, membersVideoId, viewerListId } = objects;
  const ids = [privateVideoId, publicVideoId, lockedVideoId, membersVideoId];
  const [me, videos, lists, people, channels, team, sessions, templates] = await Promise.all([
    client.identity.me(),
    Promise.all(ids.map((id) => client.videos.get(id))),
    client.viewerLists.list(),
    client.viewerLists.people(viewerListId),
    client.channels.mine(),
    client.channels.team(objects.channelId),
    page.identity.sessions(),
    client.videos.templates(),
  ]);
  const captions = await Promise.all(videos.map(({ id }) => client.captions.get(id, 'en')));
  // Files of which nothing comes are said to have stopped after a while, whoever asks.
  const lasting = videos.map(({ arrival, likes, comments, ...video }) => video);
  // Others may take part in what they see.
  const counted = channels.map(({ subscriberCount, ...channel }) => channel);
  const said = await Promise.all(
    [objects.privateCommentId, objects.publicCommentId].map(async (id) => {
      const { likes, replies, state, ...comment } = await client.comments.get(id);
      return comment;
    }),
  );
  const settings = await client.comments.settings(objects.channelId);
  const sessionIds = sessions.map(({ id }) => id).sort();
  return {
    me,
    videos: lasting,
    lists,
    people,
    captions,
    channels: counted,
    team,
    templates,
    sessionIds,
    said,
    settings,
  };
}
