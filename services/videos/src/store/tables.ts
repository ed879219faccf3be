import type { KernelTables } from '@kinora/kernel';
import type { ColumnType, Generated } from 'kysely';
import type { Card, EndScreen } from '../domain/cards.ts';
import type { Chapter } from '../domain/chapters.ts';
import type { Category, Licence } from '../domain/details.ts';
import type { Visibility } from '../domain/visibility.ts';

export interface VideosTables extends KernelTables {
  videos: {
    id: string;
    channel_id: string;
    owner_account_id: string;
    title: string;
    description: Generated<string>;
    tags: ColumnType<string[], string[] | undefined, string[]>;
    visibility: Visibility;
    password_hash: ColumnType<string | null, string | null | undefined, string>;
    password_version: Generated<number>;
    viewer_list_id: ColumnType<string | null, string | null | undefined, string | null>;
    access_version: Generated<number>;
    version: Generated<number>;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
    published_at: Date | null;
    deleted_at: Date | null;
    upload_state: Generated<'none' | 'started' | 'completed' | 'abandoned'>;
    playable: Generated<boolean>;
    complete: Generated<boolean>;
    duration_ms: number | null;
    width: number | null;
    height: number | null;
    failure_code: string | null;
    failure_message: string | null;
    edition: string | null;
    failed_edition: string | null;
    views: Generated<number>;
    /** Read copies of what interactions counts; only a greater version replaces them. */
    likes: Generated<number>;
    reactions_version: Generated<number>;
    comments: Generated<number>;
    comments_version: Generated<number>;
    downloads_allowed: Generated<boolean>;
    captions_version: Generated<number>;
    editor_ids: Generated<string[]>;
    moderator_ids: Generated<string[]>;
    analyst_ids: Generated<string[]>;
    team_version: Generated<number>;
    thumbnail_blob: string | null;
    thumbnail_version: Generated<number>;
    kept: ColumnType<[number, number][] | null, string | null | undefined, string | null>;
    source_sha256: string | null;
    publish_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    premiere_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    original_date: ColumnType<Date | null, Date | null | undefined, Date | null>;
    chapters: ColumnType<Chapter[] | null, string | null | undefined, string | null>;
    cards: ColumnType<Card[] | null, string | null | undefined, string | null>;
    end_screen: ColumnType<EndScreen | null, string | null | undefined, string | null>;
    withheld: Generated<boolean>;
    file_chapters: ColumnType<Chapter[] | null, string | null | undefined, string | null>;
    category: ColumnType<Category | null, Category | null | undefined, Category | null>;
    language: ColumnType<string | null, string | null | undefined, string | null>;
    licence: Generated<Licence>;
    comments_allowed: Generated<boolean>;
    mature: Generated<boolean>;
    indexed_tags: ColumnType<string[], string[] | undefined, string[]>;
  };
  video_tags: {
    video_id: string;
    key: string;
    label: string;
  };
  departing_owners: { account_id: string; wanted: 'withheld' | 'shown' | 'deleted' };
  video_templates: {
    id: string;
    account_id: string;
    name: string;
    /** Of whatever release wrote it. */
    settings: ColumnType<unknown, string, string>;
    created_at: Generated<Date>;
  };
  viewer_lists: {
    id: string;
    account_id: string;
    name: string;
    version: Generated<number>;
    created_at: Generated<Date>;
  };
  viewer_list_people: {
    id: string;
    list_id: string;
    name: string;
    email_key: string | null;
    account_id: string | null;
    created_at: Generated<Date>;
  };
  closed_channels: {
    channel_id: string;
    videos_to: string | null;
    emptied_at: Date | null;
  };
  channel_teams: {
    channel_id: string;
    version: number;
    owner_account_id: string;
    editor_ids: string[];
    moderator_ids: string[];
    analyst_ids: string[];
    followed: Generated<boolean>;
  };
  thumbnail_files: {
    blob_key: string;
    video_id: string;
    size_bytes: number;
    sha256: string;
    remove_after: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  caption_files: {
    blob_key: string;
    video_id: string;
    size_bytes: number;
    /** Null: written by a release that did not note it. */
    sha256: string | null;
    used: Generated<boolean>;
    remove_after: Date | null;
  };
  found_captions: {
    blob_key: string;
    video_id: string;
    language: string;
    label: string;
    found_at: Generated<Date>;
  };
  captions: {
    video_id: string;
    language: string;
    label: string;
    is_default: boolean;
    version: number;
    cues: number;
    blob_key: string;
    updated_at: Generated<Date>;
  };
}
