import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import { type EditionIndex, indexRendition } from '../domain/edition-index.ts';
import type { PlaybackTables } from './tables.ts';

type Query = Database<PlaybackTables>['query'] | Transaction<PlaybackTables>;
export type PlaybackTransaction = Transaction<PlaybackTables>;

/** Reads whole editions of the segment index. */
export class IndexStore {
  readonly database: Database<PlaybackTables>;

  constructor(options: { database: Database<PlaybackTables> }) {
    this.database = options.database;
  }

  async load(editionIds: readonly string[], query: Query = this.database.query): Promise<Map<string, EditionIndex>> {
    if (editionIds.length === 0) return new Map();
    const [editions, renditions, runs, sheets] = [
      await query.selectFrom('editions').selectAll().where('id', 'in', editionIds).execute(),
      await query
        .selectFrom('renditions')
        .selectAll()
        .where('edition_id', 'in', editionIds)
        .orderBy('position')
        .execute(),
      await query
        .selectFrom('runs')
        .selectAll()
        .where('edition_id', 'in', editionIds)
        .orderBy('first_sequence')
        .execute(),
      await query
        .selectFrom('storyboard_sheets')
        .selectAll()
        .where('edition_id', 'in', editionIds)
        .orderBy('position')
        .execute(),
    ];
    return new Map(
      editions.map((edition) => [
        edition.id,
        assemble({
          edition,
          renditions: renditions.filter((row) => row.edition_id === edition.id),
          runs: runs.filter((row) => row.edition_id === edition.id),
          sheets: sheets.filter((row) => row.edition_id === edition.id),
        }),
      ]),
    );
  }

  async loadOne(editionId: string, query: Query = this.database.query): Promise<EditionIndex | undefined> {
    return (await this.load([editionId], query)).get(editionId);
  }

  /**
   * Of editions that were replaced and that nobody may be watching any more, the segments. Those of the whole film stay while
   * parts of it are shown: its owner looks at them, and may show them again.
   */
  async forgetReplaced(): Promise<void> {
    await sql`
      delete from runs using editions as old where old.id = runs.edition_id
        and not exists (select from media_keys k where k.edition_id = old.id
          and (k.ended_at is null or k.ended_at > now() - interval '1 hour'))
        and exists (select from media_keys k join editions as shown on shown.id = k.edition_id
          where k.video_id = old.video_id and k.ended_at is null and shown.planned_at > old.planned_at
            and not (old.finished and old.kept is null and shown.kept is not null))`.execute(this.database.query);
  }

  /** Of renditions that were left out and that nobody may be watching any more, the segments. */
  async forgetLeftOut(): Promise<void> {
    await sql`
      delete from runs using renditions as r
      where r.edition_id = runs.edition_id and r.name = runs.rendition and r.left_out_until < now()`.execute(
      this.database.query,
    );
  }

  /** Marks a change, so that cached indexes are read again. */
  async touch(
    transaction: PlaybackTransaction,
    editionId: string,
  ): Promise<Selectable<PlaybackTables['editions']> | undefined> {
    return transaction
      .updateTable('editions')
      .set({ version: sql<number>`version + 1` })
      .where('id', '=', editionId)
      .returningAll()
      .executeTakeFirst();
  }
}

function assemble(rows: {
  edition: Selectable<PlaybackTables['editions']>;
  renditions: Selectable<PlaybackTables['renditions']>[];
  runs: Selectable<PlaybackTables['runs']>[];
  sheets: Selectable<PlaybackTables['storyboard_sheets']>[];
}): EditionIndex {
  const { edition } = rows;
  const byRendition = Map.groupBy(rows.runs, (run) => run.rendition);
  const indexed = rows.renditions.map((row) => indexRendition(row, byRendition.get(row.name) ?? [], edition.finished));
  return {
    id: edition.id,
    videoId: edition.video_id,
    version: Number(edition.version),
    durationMs: Number(edition.duration_ms),
    width: edition.width,
    height: edition.height,
    sounds: rows.renditions.filter((row) => row.audio).length,
    posterBlob: edition.poster_blob,
    finished: edition.finished,
    held: edition.held,
    plannedAt: edition.planned_at,
    kept: edition.kept,
    video: indexed.filter((rendition) => rendition !== undefined && !rendition.audio) as EditionIndex['video'],
    audio: indexed.filter((rendition) => rendition?.audio) as EditionIndex['audio'],
    sheets: rows.sheets.map((sheet) => ({
      blobKey: sheet.blob_key,
      tileStartMs: sheet.tile_start_ms.map(Number),
      columns: sheet.columns,
      rows: sheet.rows,
      tileWidth: sheet.tile_width,
      tileHeight: sheet.tile_height,
    })),
  };
}
