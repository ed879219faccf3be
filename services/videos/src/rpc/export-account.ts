import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { shownCards } from '../domain/cards.ts';
import { chaptersOf } from '../domain/chapters.ts';
import type { VideoRow } from '../store/videos-store.ts';

const PAGE = 50;

export const exportAccount = defineRpc({
  method: VideosService.method.exportAccount,
  callers: ['identity'],
  async handle(context: VideosContext, { accountId, cursor }) {
    const rows = await context.lists.listForExport({ accountId, limit: PAGE, beforeId: cursor || undefined });
    const files = await Promise.all(rows.map((row) => filesOf(context, row)));
    const lists = cursor === '' ? await listsOf(context, accountId) : [];
    return { files: [...lists, ...files.flat()], nextCursor: rows.length === PAGE ? (rows.at(-1)?.id ?? '') : '' };
  },
});

async function listsOf(context: VideosContext, accountId: string) {
  const rows = await context.viewerLists.list(accountId);
  if (rows.length === 0) return [];
  const lists = await Promise.all(
    rows.map(async ({ id, name }) => ({
      name,
      people: (await context.viewerLists.people(id)).map((person) => person.name),
    })),
  );
  const content = { case: 'text' as const, value: JSON.stringify(lists, null, 2) };
  return [{ path: 'viewer-lists.json', content }];
}

async function filesOf(context: VideosContext, row: VideoRow) {
  const captions = await context.captions.list(row.id);
  const video = {
    id: row.id,
    channelId: row.channel_id,
    title: row.title,
    description: row.description,
    tags: row.tags,
    category: row.category,
    language: row.language,
    licence: row.licence,
    visibility: row.visibility,
    mature: row.mature,
    commentsAllowed: row.comments_allowed,
    downloadsAllowed: row.downloads_allowed,
    chapters: chaptersOf(row).chapters,
    cards: shownCards(row.cards ?? [], row.kept),
    endScreen: row.end_screen,
    captions: captions.map(({ language, label, is_default: isDefault }) => ({ language, label, isDefault })),
    durationMs: row.duration_ms === null ? null : Number(row.duration_ms),
    views: Number(row.views),
    createdAt: row.created_at.toISOString(),
    publishedAt: row.published_at?.toISOString() ?? null,
    publishAt: row.publish_at?.toISOString() ?? null,
  };
  return [
    {
      path: `videos/${row.id}/video.json`,
      content: { case: 'text' as const, value: JSON.stringify(video, null, 2) },
    },
    ...(row.thumbnail_blob
      ? [{ path: `videos/${row.id}/thumbnail.jpg`, content: { case: 'blobKey' as const, value: row.thumbnail_blob } }]
      : []),
    ...captions.map(({ language, blob_key: value }) => ({
      path: `videos/${row.id}/captions-${language}.vtt`,
      content: { case: 'blobKey' as const, value },
    })),
  ];
}
