import type { VideosContext } from '../context.ts';
import type { OwnFilter, OwnPosition, OwnSort } from '../store/video-lists.ts';
import type { VideoRow } from '../store/videos-store.ts';

/** How many are compared by what they take: uploads is asked for all of them. */
const MOST_BY_SIZE = 5000;

interface Asked {
  accountId: string;
  filter: OwnFilter;
  sort: OwnSort | 'size';
  order: 'asc' | 'desc';
  limit: number;
  after: OwnPosition | undefined;
}

/** One page of an account's videos, and where the next one begins; undefined where this is the last. */
export async function pageOfMine(
  context: VideosContext,
  asked: Asked,
): Promise<{ rows: VideoRow[]; next: OwnPosition | undefined }> {
  const { sort, limit } = asked;
  if (sort === 'size') return pageBySize(context, asked);
  const found = await context.lists.listOwned({ ...asked, sort, limit: limit + 1 });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const next = found.length > limit && last ? { by: placeOf(last, sort), id: last.id } : undefined;
  return { rows, next };
}

function placeOf(row: VideoRow, sort: OwnSort): string | number {
  if (sort === 'views') return Number(row.views);
  return sort === 'title' ? row.title : row.id;
}

async function pageBySize(context: VideosContext, asked: Asked) {
  const { accountId, filter, order, limit, after } = asked;
  const ids = await context.lists.listOwnedIds({ accountId, filter, limit: MOST_BY_SIZE });
  const { bytes } = await context.uploads.getVideoStorage({ videoIds: ids });
  const direction = order === 'asc' ? 1 : -1;
  const compare = (a: Place, b: Place) => direction * (a.by - b.by || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const sorted = ids.map((id) => ({ id, by: Number(bytes[id] ?? 0n) })).sort(compare);
  const from = after === undefined ? sorted : sorted.filter((one) => compare(one, toPlace(after)) > 0);
  const page = from.slice(0, limit);
  const known = new Map((await context.videos.findMany(page.map(({ id }) => id))).map((row) => [row.id, row]));
  return {
    rows: page.flatMap(({ id }) => known.get(id) ?? []),
    next: from.length > limit ? page.at(-1) : undefined,
  };
}

interface Place {
  by: number;
  id: string;
}

const toPlace = ({ by, id }: OwnPosition): Place => ({ by: Number(by), id });
