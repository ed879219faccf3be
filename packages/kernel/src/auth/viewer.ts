import type { Caller, Role } from './access-tokens.ts';

/** As one service tells another for whom it asks; all empty for visitors. */
export interface ViewerFields {
  accountId: string;
  sessionId: string;
  accountEpoch: bigint;
  role: string;
}

const NOBODY: ViewerFields = { accountId: '', sessionId: '', accountEpoch: 0n, role: '' };

/** Who sent a request, for the services that are asked for them. */
export function viewerOf(caller: Caller): ViewerFields {
  if (caller.kind === 'visitor') return NOBODY;
  const { accountId, sessionId, epoch, role } = caller;
  return { accountId, sessionId, accountEpoch: BigInt(epoch), role };
}

/** The other way round: whom a peer asks for. It has verified their token. */
export function callerOf(viewer: ViewerFields | undefined): Caller {
  if (!viewer?.accountId) return { kind: 'visitor' };
  return {
    kind: 'account',
    accountId: viewer.accountId,
    sessionId: viewer.sessionId,
    epoch: Number(viewer.accountEpoch),
    role: viewer.role as Role,
    displayName: '',
    scopes: 'all',
    historyPaused: false,
  };
}
