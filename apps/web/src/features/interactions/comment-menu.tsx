import type { Comment } from '@kinora/sdk';
import { IconButton, Menu, MenuItem, MenuLine } from '@kinora/ui';
import { CheckIcon } from '@phosphor-icons/react/dist/csr/Check';
import { DotsThreeVerticalIcon } from '@phosphor-icons/react/dist/csr/DotsThreeVertical';
import { FlagIcon } from '@phosphor-icons/react/dist/csr/Flag';
import { HeartIcon } from '@phosphor-icons/react/dist/csr/Heart';
import { LinkSimpleIcon } from '@phosphor-icons/react/dist/csr/LinkSimple';
import { PencilSimpleIcon } from '@phosphor-icons/react/dist/csr/PencilSimple';
import { ProhibitIcon } from '@phosphor-icons/react/dist/csr/Prohibit';
import { PushPinIcon } from '@phosphor-icons/react/dist/csr/PushPin';
import { TrashIcon } from '@phosphor-icons/react/dist/csr/Trash';
import { useTranslations } from 'use-intl';
import type { useCommentActions } from './use-comment-actions.ts';

export interface CommentMenuProps {
  comment: Comment;
  actions: ReturnType<typeof useCommentActions>;
  /** May speak in the name of the channel. */
  isCreator: boolean;
  moderates: boolean;
  onEdit: () => void;
  onCopyLink: () => void;
  onReport: () => void;
}

export function CommentMenu({
  comment,
  actions,
  isCreator,
  moderates,
  onEdit,
  onCopyLink,
  onReport,
}: CommentMenuProps) {
  const t = useTranslations('comments');
  const name = comment.author?.name ?? t('gone');
  const shown = comment.state === 'shown';
  return (
    <Menu
      trigger={
        <IconButton label={t('menuOf', { name })} className="text-text-2">
          <DotsThreeVerticalIcon size={20} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem icon={<LinkSimpleIcon size={20} aria-hidden />} onSelect={onCopyLink}>
        {t('copyLink')}
      </MenuItem>
      {!comment.mine && shown && (
        <MenuItem icon={<FlagIcon size={20} aria-hidden />} onSelect={onReport}>
          {t('report')}
        </MenuItem>
      )}
      {comment.mine && (
        <>
          <MenuItem icon={<PencilSimpleIcon size={20} aria-hidden />} onSelect={onEdit}>
            {t('edit')}
          </MenuItem>
          <MenuItem icon={<TrashIcon size={20} aria-hidden />} onSelect={() => void actions.remove()}>
            {t('delete')}
          </MenuItem>
        </>
      )}
      {isCreator && shown && (
        <>
          <MenuLine />
          {comment.parentId === null && (
            <MenuItem icon={<PushPinIcon size={20} aria-hidden />} onSelect={() => void actions.pin(!comment.pinned)}>
              {t(comment.pinned ? 'unpin' : 'pin')}
            </MenuItem>
          )}
          <MenuItem icon={<HeartIcon size={20} aria-hidden />} onSelect={() => void actions.heart(!comment.hearted)}>
            {t(comment.hearted ? 'unheart' : 'heart')}
          </MenuItem>
        </>
      )}
      {moderates && !comment.mine && (
        <>
          <MenuLine />
          {!shown && (
            <MenuItem icon={<CheckIcon size={20} aria-hidden />} onSelect={() => void actions.approve()}>
              {t('approve')}
            </MenuItem>
          )}
          {comment.state !== 'removed' && (
            <MenuItem icon={<TrashIcon size={20} aria-hidden />} onSelect={() => void actions.takeAway()}>
              {t('takeAway')}
            </MenuItem>
          )}
          {isCreator && !comment.byCreator && (
            <MenuItem icon={<ProhibitIcon size={20} aria-hidden />} onSelect={() => void actions.blockAuthor()}>
              {t('block')}
            </MenuItem>
          )}
        </>
      )}
    </Menu>
  );
}
