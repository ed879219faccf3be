import type { Generated } from 'kysely';

/** Tables that the kernel keeps in the schema of every service: see migrations/0000-kernel-0001-init.sql. */
export interface KernelTables {
  outbox: {
    position: Generated<number>;
    event_id: string;
    type: string;
    version: number;
    key: string;
    aggregate_type: string;
    aggregate_id: string;
    aggregate_version: number;
    occurred_at: Date;
    traceparent: string;
    payload: Uint8Array;
    published_at: Date | null;
  };
  inbox: { event_id: string; handled_at: Generated<Date> };
  inbox_attempts: {
    event_id: string;
    attempts: number;
    last_error: string | null;
    first_at: Generated<Date>;
    last_at: Generated<Date>;
  };
  parked_events: {
    position: Generated<number>;
    stream: string;
    event_id: string;
    type: string;
    version: number;
    envelope: string;
    payload: Uint8Array;
    reason: string;
    parked_at: Generated<Date>;
    attempts: Generated<number>;
    first_attempt_at: Date | null;
    last_attempt_at: Date | null;
    replay: 'asked' | 'running' | null;
  };
  leases: { name: string; holder: string; token: number; expires_at: Date };
  idempotency_keys: {
    account_id: string;
    route: string;
    key: string;
    request_hash: string;
    status: number | null;
    response: string | null;
    created_at: Generated<Date>;
  };
}
