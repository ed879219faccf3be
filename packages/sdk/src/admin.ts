import type { Account, Role } from './identity.ts';
import type { Page, PageRequest } from './page.ts';
import type { Transport } from './transport.ts';
import type { StorageUse } from './uploads.ts';

export interface Worker {
  id: string;
  name: string;
  state: 'active' | 'draining' | 'gone';
  lastSeenAt: string;
  running: number;
  version: string;
  /** From where it was heard of last. */
  address: string;
}

/** Lets workers on other machines in. */
export interface WorkerToken {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
}

/** Of the server, in bytes. */
export interface Storage {
  freeBytes: number;
  /** Left to the database: no upload is promised any of it. */
  reserveBytes: number;
  /** To uploads that have moved within the hour: what of them has not arrived yet. */
  promisedBytes: number;
  /** What another upload may have. */
  unpromisedBytes: number;
  /** Less is free than is left to the database: nothing new begins, whatever was promised. */
  isFull: boolean;
  defaultQuotaBytes: number | null;
}

export interface AccountStorage extends StorageUse {
  accountId: string;
  displayName: string;
  /** Set for this account alone; otherwise the default counts. */
  isOwnQuota: boolean;
}

/** `waiting` for somebody to accept the registration. */
export type AccountState = 'active' | 'waiting' | 'suspended';

export interface ManagedAccount extends Account {
  state: AccountState;
  /** Why it is suspended. */
  stateReason: string | null;
  /** Null where no session is left. */
  lastSeenAt: string | null;
}

export interface Invitation {
  id: string;
  email: string;
  role: Role;
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
  acceptedAt: string | null;
}

export interface InvitationAnswer {
  invited: Invitation[];
  /** They have an account already. */
  members: string[];
  /** No addresses, as they were written. */
  wrong: string[];
  /** More than are invited at once. */
  left: string[];
}

/** Use of a right that not everybody has. */
/** What is made of a file. */
export interface Job {
  id: string;
  /** Its title is null when it is deleted. */
  video: { id: string; title: string | null };
  kind: 'first' | 'replacement' | 'reprocessing' | 'trim' | 'restoration';
  state: 'waiting' | 'processing' | 'finished' | 'failed';
  progress: number;
  etaMs: number | null;
  sourceBytes: number;
  createdAt: string;
  endedAt: string | null;
  /** Before all others, as an administrator wants it. */
  first: boolean;
  tasks: { waiting: number; running: number };
  workers: string[];
  failure: { code: string; message: string } | null;
  /** Why a part of it was tried again. */
  lastError: string | null;
  paused: { code: string; message: string } | null;
  /** It can be tried again, unless its file has gone since it failed. */
  retriable: boolean;
}

/** How a service fares. */
export interface ServiceHealth {
  name: string;
  /** `away`: it does not answer. `troubled`: something that it needs does not. */
  state: 'well' | 'troubled' | 'away';
  version: string | null;
  startedAt: string | null;
  checks: Record<string, boolean>;
  /** Written and not on the bus yet. */
  unsentEvents: number | null;
  oldestUnsentAt: string | null;
  parkedEvents: number | null;
}

/** A dead letter: an event that a service could not apply. */
export interface ParkedEvent {
  service: string;
  eventId: string;
  type: string;
  producer: string;
  key: string;
  /** Those of one stream are applied in their order. */
  stream: string;
  reason: string;
  /** None: it waits for those before it, or for a release that knows it. */
  attempts: number;
  parkedAt: string;
  firstFailureAt: string | null;
  lastFailureAt: string | null;
  isReplaying: boolean;
}

export interface Act {
  id: string;
  at: string;
  actor: { id: string; name: string };
  address: string;
  act: string;
  subject: { id: string; name: string } | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

export function adminApi(transport: Transport) {
  return {
    /** The oldest first; `search` is a part of their name or e-mail address. */
    accounts(
      request: PageRequest & { search?: string; role?: Role; state?: AccountState } = {},
    ): Promise<Page<ManagedAccount>> {
      const { signal, ...query } = request;
      return transport.json('/admin/accounts', { query, signal });
    },
    updateAccount(id: string, change: { role: Role }): Promise<Account> {
      return transport.json(`/admin/accounts/${encodeURIComponent(id)}`, { method: 'PATCH', json: change });
    },
    /** Of a registration that waits. */
    async decideRegistration(id: string, decision: { accept: boolean; reason?: string }): Promise<void> {
      await transport.request(`/admin/accounts/${encodeURIComponent(id)}/decision`, { method: 'POST', json: decision });
    },
    suspend(id: string, reason: string): Promise<ManagedAccount> {
      const path = `/admin/accounts/${encodeURIComponent(id)}/suspension`;
      return transport.json(path, { method: 'PUT', json: { reason } });
    },
    /** Suspends it, and has everything of it deleted in two weeks unless it is restored until then. */
    deleteAccount(id: string, reason: string): Promise<ManagedAccount> {
      const path = `/admin/accounts/${encodeURIComponent(id)}/deletion`;
      return transport.json(path, { method: 'PUT', json: { reason } });
    },
    restore(id: string): Promise<ManagedAccount> {
      return transport.json(`/admin/accounts/${encodeURIComponent(id)}/suspension`, { method: 'DELETE' });
    },
    /** `addresses` as they were pasted: lines, commas, `Name <address>`. */
    invite(request: { addresses: string; role?: Role; days?: number }): Promise<InvitationAnswer> {
      return transport.json('/admin/invitations', { method: 'POST', json: request });
    },
    invitations(request: PageRequest = {}): Promise<Page<Invitation>> {
      const { signal, ...query } = request;
      return transport.json('/admin/invitations', { query, signal });
    },
    async revokeInvitation(id: string): Promise<void> {
      await transport.request(`/admin/invitations/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
    /** The latest first; `search` is a part of a name. */
    audit(request: PageRequest & { act?: string; search?: string } = {}): Promise<Page<Act>> {
      const { signal, ...query } = request;
      return transport.json('/admin/audit', { query, signal });
    },
    /** The latest first; those that are under way unless another `state` is asked for. */
    jobs(request: PageRequest & { state?: 'open' | 'failed' | 'finished' } = {}): Promise<Page<Job>> {
      const { signal, ...query } = request;
      return transport.json('/admin/jobs', { query, signal });
    },
    async health(signal?: AbortSignal): Promise<ServiceHealth[]> {
      const answer = await transport.json<{ services: ServiceHealth[] }>('/admin/health', { signal });
      return answer.services;
    },
    /** `away`: services that did not answer, whose events are not among these. */
    parkedEvents(signal?: AbortSignal): Promise<{ items: ParkedEvent[]; total: number; away: string[] }> {
      return transport.json('/admin/parked-events', { signal });
    },
    /** Has an event applied again with those of its stream; the list says what came of it. */
    async replayParkedEvents(event: { service: string; eventId: string }): Promise<void> {
      const { service, eventId } = event;
      await transport.request('/admin/parked-events/replays', { method: 'POST', json: { service, eventId } });
    },
    async workers(signal?: AbortSignal): Promise<Worker[]> {
      const answer = await transport.json<{ items: Worker[] }>('/admin/workers', { signal });
      return answer.items;
    },
    /** No more tasks for a worker; it ends those that it has. */
    async drainWorker(id: string): Promise<void> {
      await transport.request(`/admin/workers/${encodeURIComponent(id)}/drain`, { method: 'POST' });
    },
    async resumeWorker(id: string): Promise<void> {
      await transport.request(`/admin/workers/${encodeURIComponent(id)}/drain`, { method: 'DELETE' });
    },
    storage(signal?: AbortSignal): Promise<Storage> {
      return transport.json('/admin/storage', { signal });
    },
    /** Whoever keeps something, or has a quota of their own. */
    accountStorage(request: PageRequest = {}): Promise<Page<AccountStorage>> {
      const { signal, ...query } = request;
      return transport.json('/admin/storage/accounts', { query, signal });
    },
    /** Of accounts without one of their own; null: as much as there is room for. */
    async setDefaultQuota(quotaBytes: number | null): Promise<void> {
      await transport.request('/admin/storage/quota', { method: 'PUT', json: { quotaBytes } });
    },
    /** `quotaBytes` null: as much as there is room for; undefined: the default again. */
    async setQuota(accountId: string, quotaBytes: number | null | undefined): Promise<void> {
      const path = `/admin/storage/accounts/${encodeURIComponent(accountId)}/quota`;
      if (quotaBytes === undefined) await transport.request(path, { method: 'DELETE' });
      else await transport.json(path, { method: 'PUT', json: { quotaBytes } });
    },
    async workerTokens(signal?: AbortSignal): Promise<WorkerToken[]> {
      const answer = await transport.json<{ items: WorkerToken[] }>('/admin/worker-tokens', { signal });
      return answer.items;
    },
    /** The token itself is answered this once. */
    createWorkerToken(name: string): Promise<{ id: string; token: string }> {
      return transport.json('/admin/worker-tokens', { method: 'POST', json: { name } });
    },
    /** A page of videos that were processed before, made anew behind everything else. */
    reprocessVideos(
      request: { processedBefore?: string; cursor?: string; limit?: number } = {},
    ): Promise<{ begun: number; skipped: number; nextCursor: string | null }> {
      return transport.json('/admin/reprocessing', { method: 'POST', json: request });
    },
    /** Whether a video is processed before all others. */
    async prioritizeProcessing(videoId: string, first: boolean): Promise<void> {
      const path = `/admin/processing/${encodeURIComponent(videoId)}/priority`;
      await transport.request(path, { method: 'PUT', json: { first } });
    },
    /** What failed of a video is tried again, of the same file. */
    async retryProcessing(videoId: string): Promise<void> {
      await transport.request(`/admin/processing/${encodeURIComponent(videoId)}/attempts`, { method: 'POST' });
    },
    async revokeWorkerToken(id: string): Promise<void> {
      await transport.request(`/admin/worker-tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
  };
}
