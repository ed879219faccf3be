import type { KernelTables } from '@kinora/kernel';
import type { ColumnType, Generated } from 'kysely';

export type UploadRowState = 'waiting' | 'uploading' | 'finishing' | 'complete' | 'abandoned';

export interface UploadsTables extends KernelTables {
  uploads: {
    id: string;
    video_id: string;
    account_id: string;
    file_name: string;
    size_bytes: number;
    offset_bytes: Generated<number>;
    state: Generated<UploadRowState>;
    version: Generated<number>;
    sha256: string | null;
    blob_key: string | null;
    owner_holder: string | null;
    owner_url: string | null;
    owner_token: Generated<number>;
    owner_until: Generated<Date>;
    created_at: Generated<Date>;
    touched_at: Generated<Date>;
    expires_at: Date;
    index_offset_bytes: number | null;
    index_size_bytes: number | null;
    index_sha256: string | null;
    abandoned_because: string | null;
    refusal: string | null;
    replaces: Generated<boolean>;
    over_at: Date | null;
    cleaned_at: Date | null;
    processed_at: Date | null;
  };
  direct_uploads: {
    upload_id: string;
    multipart_id: string;
    part_bytes: number;
    /** Null while parts are still sent. */
    parts: ColumnType<{ part: number; etag: string }[] | null, null, string>;
  };
  stored_parts: { video_id: string; part: 'renditions' | 'captions'; account_id: string; size_bytes: number };
  /** Videos that are becoming another account's. */
  hand_overs: { id: string; video_id: string; account_id: string; from_account_id: string; until: Date };
  deleted_videos: { video_id: string; deleted_at: Generated<Date> };
  default_quota: { slot: Generated<boolean>; quota_bytes: number | null };
  quotas: { account_id: string; quota_bytes: number | null };
  imports: {
    upload_id: string;
    account_id: string;
    url: string;
    validator: string;
    state: Generated<'waiting' | 'done' | 'failed'>;
    failures: Generated<number>;
    offset_bytes: Generated<number>;
    next_at: Generated<Date>;
    lease_until: Generated<Date>;
    failure_code: string | null;
    failure_message: string | null;
    created_at: Generated<Date>;
  };
  upload_extents: { upload_id: string; token: number; start_bytes: number; file_start_bytes: number | null };
}

export interface NewUpload {
  videoId: string;
  accountId: string;
  fileName: string;
  sizeBytes: number;
  /** It is to take the place of a file that is whole. */
  replaces: boolean;
  /** The whole file before it could not be processed. */
  again: boolean;
}
