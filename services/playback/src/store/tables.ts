import type { KernelTables } from '@kinora/kernel';
import type { ColumnType, Generated } from 'kysely';
import type { Visibility } from '../domain/access-rule.ts';

export interface PlaybackTables extends KernelTables {
  videos: {
    video_id: string;
    visibility: Visibility | null;
    owner_account_id: string | null;
    access_version: Generated<number>;
    deleted: Generated<boolean>;
    downloads: Generated<boolean>;
    password_version: Generated<number>;
    viewer_list_id: Generated<string>;
    views: Generated<number>;
    told_views: Generated<number>;
    views_version: Generated<number>;
    captions_version: Generated<number>;
    insiders: Generated<string[]>;
    announced: Generated<boolean>;
    thumbnail_blob: string | null;
    thumbnail_version: Generated<number>;
  };
  viewer_lists: { id: string; version: number; account_ids: string[] };
  captions: {
    video_id: string;
    language: string;
    version: number;
    label: string;
    is_default: boolean;
    blob_key: string;
    replaced_at: Date | null;
  };
  editions: {
    id: string;
    video_id: string;
    duration_ms: number;
    width: number;
    height: number;
    has_audio: boolean;
    poster_blob: string | null;
    finished: Generated<boolean>;
    told_playable: Generated<boolean>;
    told_complete: Generated<boolean>;
    told_pictures: Generated<boolean>;
    version: Generated<number>;
    planned_at: Generated<Date>;
    held: Generated<boolean>;
    /** [start, end) in milliseconds of the whole film; null: all of it. */
    kept: ColumnType<[number, number][] | null, string | null | undefined, never>;
  };
  renditions: {
    edition_id: string;
    name: string;
    position: number;
    audio: boolean;
    width: number;
    height: number;
    frame_rate: number;
    bitrate_bps: number;
    timescale: number;
    language: Generated<string>;
    title: Generated<string>;
    loudness_lufs: number | null;
    codecs: string | null;
    init_blob: string | null;
    total_segments: number | null;
    left_out_until: Date | null;
  };
  runs: {
    edition_id: string;
    rendition: string;
    first_sequence: number;
    start_ticks: number;
    durations: number[];
    sizes: number[];
    blob_prefix: string;
  };
  storyboard_sheets: {
    edition_id: string;
    position: number;
    blob_key: string;
    tile_start_ms: number[];
    columns: number;
    rows: number;
    tile_width: number;
    tile_height: number;
  };
  media_keys: {
    key: string;
    video_id: string;
    edition_id: string;
    access_version: number;
    created_at: Generated<Date>;
    ended_at: Date | null;
    owner_only: Generated<boolean>;
  };
  watchings: {
    view_id: string;
    video_id: string;
    viewer: string;
    watched_ms: number;
    position_ms: number;
    start_ms: number | null;
    stalls: Generated<number>;
    stalled_ms: Generated<number>;
    quality_watched_ms: Generated<number>;
    started_at: Generated<Date>;
    updated_at: Generated<Date>;
    /** Of what plays, when it was told last. */
    duration_ms: Generated<number>;
    /** Somebody with an account got further than was told. */
    untold: Generated<boolean>;
  };
  counted_views: { video_id: string; day: string; viewer: string };
  quality_days: { video_id: string; day: string; stalls: number; stalled_ms: number; watched_ms: number };
  quality_starts: { video_id: string; day: string; bucket: number; starts: number };
  salts: { day: string; salt: Uint8Array };
  processes: { id: string; seen_at: Date };
}
