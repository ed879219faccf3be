import type { Invariant } from './invariant.ts';
import { acknowledgedBytes } from './invariants/01-acknowledged-bytes.ts';
import { uploadsEnd } from './invariants/02-uploads-end.ts';
import { countedOnce } from './invariants/03-counted-once.ts';
import { eventsOnce } from './invariants/04-events-once.ts';
import { blobsReferenced } from './invariants/06-blobs-referenced.ts';
import { playlistsHold } from './invariants/07-playlists-hold.ts';
import { accessKept } from './invariants/08-access-kept.ts';
import { oneResult } from './invariants/10-one-result.ts';
import { startable } from './invariants/12-startable.ts';

/** In the order of their numbers. */
export const invariants: readonly Invariant[] = [
  acknowledgedBytes,
  uploadsEnd,
  countedOnce,
  eventsOnce,
  blobsReferenced,
  playlistsHold,
  accessKept,
  oneResult,
  startable,
];
