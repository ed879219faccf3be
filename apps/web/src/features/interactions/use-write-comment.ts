import type { Comment, VideoDetail } from '@kinora/sdk';
import { useToast } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { readGrant } from '../videos/grants.ts';
import { useMyRole } from './my-role.ts';
import { addComment, countComments, patchComment } from './queries.ts';

const PENDING = 'pending-';

/** It stands there already, and is on its way. */
export const isPending = ({ id }: Pick<Comment, 'id'>) => id.startsWith(PENDING);

/** Shows the comment at once; takes it back, and rejects, where the server refuses it. */
export function useWriteComment(video: VideoDetail): (text: string, parentId?: string | null) => Promise<void> {
  const { speaker, isCreator } = useMyRole(video);
  const toast = useToast();
  const t = useTranslations('comments');
  return async (text, parentId = null) => {
    const key = crypto.randomUUID();
    const pending: Comment = {
      id: PENDING + key,
      videoId: video.id,
      parentId,
      author: speaker && {
        channelId: speaker.id,
        handle: speaker.handle,
        name: speaker.name,
        avatarUrl: speaker.avatarUrl,
      },
      byCreator: isCreator,
      text,
      mentions: [],
      state: 'shown',
      createdAt: new Date().toISOString(),
      editedAt: null,
      likes: 0,
      replies: 0,
      pinned: false,
      hearted: false,
      mine: true,
      myReaction: null,
    };
    addComment(pending);
    countComments(video.id, 1);
    try {
      const written = await client.comments.write(video.id, { text, parentId, key }, readGrant(video.id));
      patchComment(pending, () => written);
      if (written.state === 'held') {
        countComments(video.id, -1);
        toast({ text: t('heldToast') });
      }
    } catch (error) {
      patchComment(pending, () => undefined);
      countComments(video.id, -1);
      throw error;
    }
  };
}
