import type { KernelTables } from '@kinora/kernel';
import type { ColumnType, Generated } from 'kysely';
import type { EditionKind } from '../domain/edition-kind.ts';

export interface TranscodingTables extends KernelTables {
  jobs: {
    id: string;
    video_id: string;
    upload_id: string;
    /** Null while the file still arrives. */
    source_blob: string | null;
    source_bytes: number;
    source_sha256: string | null;
    state: Generated<'probing' | 'encoding' | 'finished' | 'failed' | 'cancelled'>;
    may_pass_through: Generated<boolean>;
    encode: Generated<boolean>;
    /** ProbeResult, Rendition[], ChunkPlanState: parsed by `pg`, written as JSON text. */
    probe: string | null;
    ladder: string | null;
    passthrough: Generated<boolean>;
    plan_state: string | null;
    ingest_done: Generated<boolean>;
    duration_ms: number | null;
    failure_code: string | null;
    failure_message: string | null;
    version: Generated<number>;
    created_at: Generated<Date>;
    encoding_since: Date | null;
    ended_at: Date | null;
    cleaned_at: Date | null;
    served_at: Generated<Date>;
    edition_kind: Generated<EditionKind>;
    held: Generated<boolean>;
    urgency: Generated<number>;
    served_until: Date | null;
    removed_at: Date | null;
    /** LeftOut[]: renditions that nobody gains from. */
    left_out: Generated<string>;
    left_out_until: Date | null;
    /** The edition of all of the film that parts are shown of, or that is shown again: its files are needed as well. */
    base_job: string | null;
    /** The parts of the film that are shown: [start, end) in 90 kHz ticks, at times of frames. Null: all of it. */
    ranges: ColumnType<[number, number][] | null, string | null, never>;
    counted_version: number | null;
    counted_at: Date | null;
  };
  segments: {
    job_id: string;
    /** `source`, or the name of a sound; in a trimmed edition of any rendition. */
    track: string;
    sequence: number;
    blob_key: string;
    start_ticks: number;
    duration_ticks: number;
    size_bytes: number;
    sha256: string;
    info: string | null;
  };
  pictures: { blob_key: string; job_id: string; size_bytes: number; sha256: string };
  inits: { job_id: string; rendition: string; blob_key: string; sha256: string; codecs: string };
  tasks: {
    id: string;
    job_id: string;
    kind: 'ingest' | 'chunk' | 'captions' | 'splice';
    chunk_index: number | null;
    payload: string;
    state: Generated<'ready' | 'leased' | 'done' | 'failed' | 'cancelled'>;
    priority: number;
    attempt: Generated<number>;
    failures: Generated<number>;
    losses: Generated<number>;
    worker_id: string | null;
    token_id: string | null;
    growing: Generated<boolean>;
    needs_bytes: number | null;
    quarantine_code: string | null;
    quarantine_message: string | null;
    lease_until: Date | null;
    not_before: Generated<Date>;
    progress_ms: Generated<number>;
    duration_ms: Generated<number>;
    result: string | null;
    last_error: string | null;
    created_at: Generated<Date>;
  };
  workers: {
    id: string;
    name: string;
    version: string;
    running: number;
    address: string;
    last_seen_at: Generated<Date>;
    draining: Generated<boolean>;
    token_id: string | null;
  };
  worker_tokens: {
    id: string;
    token_hash: Uint8Array;
    name: string;
    created_at: Generated<Date>;
    revoked_at: Date | null;
  };
  deleted_videos: { video_id: string; deleted_at: Generated<Date> };
}
