import { InteractionsService } from '@kinora/contracts/kinora/interactions/v1/interactions_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { InteractionsContext } from '../context.ts';
import { reactionOf } from '../domain/reaction.ts';

const AT_ONCE = 500;

/** First what the account said, then what it thinks of videos; `c:` and `r:` tell which page is asked for. */
export const exportAccount = defineRpc({
  method: InteractionsService.method.exportAccount,
  callers: ['identity'],
  async handle(context: InteractionsContext, { accountId, cursor }) {
    return cursor.startsWith('r:')
      ? exportReactions(context, accountId, cursor.slice(2))
      : exportComments(context, accountId, cursor.slice(2));
  },
});

async function exportComments(context: InteractionsContext, accountId: string, beforeId: string) {
  const rows = await context.comments.listOf({ accountId, limit: AT_ONCE, beforeId: beforeId || undefined });
  const last = rows.at(-1);
  const comments = rows.map((row) => ({
    id: row.id,
    videoId: row.video_id,
    answerTo: row.parent_id,
    text: row.text,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
  }));
  return {
    files: last ? [toFile(`comments-${last.id}`, comments)] : [],
    nextCursor: rows.length === AT_ONCE && last ? `c:${last.id}` : 'r:',
  };
}

async function exportReactions(context: InteractionsContext, accountId: string, afterVideoId: string) {
  const rows = await context.reactions.listAll({ accountId, afterVideoId, limit: AT_ONCE });
  const last = rows.at(-1);
  const reactions = rows.map((row) => ({
    videoId: row.video_id,
    reaction: reactionOf(row.value),
    at: row.changed_at.toISOString(),
  }));
  return {
    files: last ? [toFile(`reactions-${last.video_id}`, reactions)] : [],
    nextCursor: rows.length === AT_ONCE && last ? `r:${last.video_id}` : '',
  };
}

function toFile(name: string, value: unknown) {
  return {
    path: `interactions/${name}.json`,
    content: { case: 'text' as const, value: JSON.stringify(value, null, 2) },
  };
}
