import type { Comment, Reaction } from '@kinora/sdk';
import { useToast } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { readGrant } from '../videos/grants.ts';
import { countComments, patchComment, readCommentsAgain } from './queries.ts';

/** What can be done with a comment: shown at once, undone and said where the server refuses it. */
export function useCommentActions(comment: Comment) {
  const t = useTranslations('comments');
  const app = useTranslations('app');
  const toast = useToast();
  const describe = useDescribeError();
  const grant = readGrant(comment.videoId);
  const change = async (patch: Partial<Comment>, send: () => Promise<Partial<Comment>>) => {
    patchComment(comment, (one) => ({ ...one, ...patch }));
    try {
      const now = await send();
      patchComment(comment, (one) => ({ ...one, ...now }));
    } catch (error) {
      patchComment(comment, () => comment);
      toast({ text: describe(error), error: true });
    }
  };
  /** Away with it, and a way back. */
  const take = async (send: () => Promise<unknown>, back: () => Promise<unknown>, text: string) => {
    const counted = comment.state === 'shown' ? 1 + comment.replies : 0;
    patchComment(comment, () => undefined);
    countComments(comment.videoId, -counted);
    const failed = (error: unknown) => toast({ text: describe(error), error: true });
    try {
      await send();
    } catch (error) {
      failed(error);
      return readCommentsAgain(comment.videoId);
    }
    const undo = async () => {
      await back().catch(failed);
      await readCommentsAgain(comment.videoId);
    };
    toast({ text, action: { label: app('undo'), run: () => void undo() } });
  };
  return {
    react(reaction: Reaction | null) {
      const more = Number(reaction === 'like') - Number(comment.myReaction === 'like');
      return change({ myReaction: reaction, likes: comment.likes + more }, async () => {
        const { likes, mine } = await client.comments.react(comment.id, reaction, grant);
        return { likes, myReaction: mine };
      });
    },
    heart: (hearted: boolean) => change({ hearted }, () => client.comments.heart(comment.id, hearted)),
    async pin(pinned: boolean) {
      await change({ pinned }, () => client.comments.pin(comment.id, pinned));
      await readCommentsAgain(comment.videoId);
    },
    /** Rejects where the server refuses it: what was written stays in its field. */
    async edit(text: string) {
      const now = await client.comments.edit(comment.id, text, grant);
      patchComment(comment, () => now);
      if (now.state === 'held' && comment.state === 'shown') toast({ text: t('heldToast') });
    },
    remove: () =>
      take(
        () => client.comments.delete(comment.id, grant),
        () => client.comments.restore(comment.id, grant),
        t('deleted'),
      ),
    takeAway: () =>
      take(
        () => client.comments.remove(comment.id),
        () => client.comments.approve(comment.id),
        t('takenAway'),
      ),
    approve: () => change({ state: 'shown' }, () => client.comments.approve(comment.id)),
    async blockAuthor() {
      try {
        await client.comments.blockAuthor(comment.id);
        toast({ text: t('blocked', { name: comment.author?.name ?? '' }) });
      } catch (error) {
        toast({ text: describe(error), error: true });
      }
    },
  };
}
