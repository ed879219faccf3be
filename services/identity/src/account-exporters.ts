import type { ExportAccountRequest, ExportAccountResponse } from '@kinora/contracts/kinora/exports/v1/exports_pb.ts';
import type { ReadFilmRequest, ReadFilmResponse } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { presentAccount } from './http/present-account.ts';
import type { AccountsStore } from './store/accounts-store.ts';
import type { ApiTokensStore } from './store/api-tokens-store.ts';
import type { PasskeysStore } from './store/passkeys-store.ts';
import type { ProvidersStore } from './store/providers-store.ts';
import type { SecondStepStore } from './store/second-step-store.ts';
import type { SessionsStore } from './store/sessions-store.ts';

/** Another service that holds something of accounts. */
export interface Exporter {
  exportAccount(
    request: Pick<ExportAccountRequest, 'accountId' | 'cursor' | 'withFilms'>,
    options: { signal: AbortSignal },
  ): Promise<ExportAccountResponse>;
}

/** Where films are read of which no upload is kept. */
export interface FilmReader {
  readFilm(
    request: Pick<ReadFilmRequest, 'videoId' | 'file' | 'offset'>,
    options: { signal: AbortSignal },
  ): Promise<ReadFilmResponse>;
}

export interface OwnStores {
  accounts: AccountsStore;
  apiTokens: ApiTokensStore;
  passkeys: PasskeysStore;
  providers: ProvidersStore;
  secondSteps: SecondStepStore;
  sessions: SessionsStore;
}

/** What identity itself knows; how the account logs in, and nothing that would let anybody do so. */
export async function exportIdentity(stores: OwnStores, accountId: string): Promise<{ email: string; text: string }> {
  const account = await stores.accounts.find(accountId);
  if (!account) throw new Error('The account is gone.');
  const [sessions, passkeys, tokens, links, providers, { totpSince }] = await Promise.all([
    stores.sessions.list(accountId),
    stores.passkeys.list(accountId),
    stores.apiTokens.list(accountId),
    stores.providers.linksOf(accountId),
    stores.providers.list(),
    stores.secondSteps.find(accountId),
  ]);
  const { avatarUrl, ...profile } = presentAccount(account);
  const known = {
    ...profile,
    security: {
      totpSince: totpSince?.toISOString() ?? null,
      passkeys: passkeys.map(({ name, created_at, last_used_at }) => ({
        name,
        createdAt: created_at.toISOString(),
        lastUsedAt: last_used_at?.toISOString() ?? null,
      })),
      tokens: tokens.map(({ name, scopes, created_at, expires_at }) => ({
        name,
        scopes: scopes.split(' '),
        createdAt: created_at.toISOString(),
        expiresAt: expires_at?.toISOString() ?? null,
      })),
      providers: links.map(({ provider_id, created_at }) => ({
        name: providers.find(({ id }) => id === provider_id)?.name ?? '',
        createdAt: created_at.toISOString(),
      })),
      devices: sessions.map(({ kind, user_agent, address, created_at, last_seen_at }) => ({
        kind,
        userAgent: user_agent,
        address,
        createdAt: created_at.toISOString(),
        lastSeenAt: last_seen_at.toISOString(),
      })),
    },
  };
  return { email: account.email, text: JSON.stringify(known, null, 2) };
}

/** What others hold, a page at a time. */
export async function* exportOthers(
  exporters: readonly Exporter[],
  { accountId, withFilms, signal }: { accountId: string; withFilms: boolean; signal: AbortSignal },
) {
  for (const exporter of exporters) {
    for (let cursor = ''; ; ) {
      const page = await exporter.exportAccount({ accountId, cursor, withFilms }, { signal });
      yield* page.files;
      if (page.nextCursor === '') break;
      cursor = page.nextCursor;
    }
  }
}

/** One part after the other; nothing where nothing of the video is whole. */
export async function* readFilm(films: FilmReader, videoId: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let file = '';
  for (let offset = 0n; ; ) {
    const part = await films.readFilm({ videoId, file, offset }, { signal });
    if (part.data.length === 0) return;
    yield part.data;
    file = part.file;
    offset += BigInt(part.data.length);
    if (offset >= part.sizeBytes) return;
  }
}
