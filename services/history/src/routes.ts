import type { Route } from '@kinora/kernel';
import type { HistoryContext } from './context.ts';
import { clearHistory } from './http/clear-history.ts';
import { getPositions } from './http/get-positions.ts';
import { listHistory } from './http/list-history.ts';
import { listUnfinished } from './http/list-unfinished.ts';
import { removeFromHistory } from './http/remove-from-history.ts';
import { restoreHistory } from './http/restore-history.ts';
import { restoreToHistory } from './http/restore-to-history.ts';

/** All that history answers over HTTP. */
export const routes: Route<HistoryContext>[] = [
  clearHistory,
  getPositions,
  listHistory,
  listUnfinished,
  removeFromHistory,
  restoreHistory,
  restoreToHistory,
];
