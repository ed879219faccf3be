import type { MyChannel } from '@kinora/sdk';
import { Avatar, Menu, MenuChoice, MenuItem, MenuLine } from '@kinora/ui';
import { CaretUpDownIcon } from '@phosphor-icons/react/dist/csr/CaretUpDown';
import { PlusIcon } from '@phosphor-icons/react/dist/csr/Plus';
import { UserCircleIcon } from '@phosphor-icons/react/dist/csr/UserCircle';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useMayPublish } from '../../app/use-session.ts';
import { chooseChannel } from './chosen-channel.ts';
import { NewChannelDialog } from './new-channel-dialog.tsx';
import { useMyChannels } from './queries.ts';

/** Which channel the studio is about; another one is chosen or made here. */
export function ChannelSwitch({ channel }: { channel: MyChannel }) {
  const t = useTranslations('channel');
  const channels = useMyChannels().data ?? [];
  const mayPublish = useMayPublish();
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            className="flex h-14 w-full min-w-0 items-center gap-3 rounded-sm px-2.5 text-start transition-colors duration-(--d-1) hover:bg-surface-1 max-side:w-auto max-side:max-w-full"
          >
            <Avatar name={channel.name} url={channel.avatarUrl} size={36} />
            <span className="min-w-0 flex-1">
              <span className="sr-only">{t('switch')} </span>
              <bdi className="block truncate text-14 font-semibold">{channel.name}</bdi>
              <bdi className="block truncate text-13 text-text-2">@{channel.handle}</bdi>
            </span>
            <CaretUpDownIcon size={16} className="shrink-0 text-text-2" aria-hidden />
          </button>
        }
      >
        <div className="max-h-[50dvh] max-w-72 overflow-y-auto">
          <MenuChoice
            value={channel.id}
            onChange={chooseChannel}
            choices={channels.map((one) => ({
              value: one.id,
              label: one.name,
              icon: <Avatar name={one.name} url={one.avatarUrl} size={24} />,
            }))}
          />
        </div>
        <MenuLine />
        <MenuItem
          icon={<UserCircleIcon size={20} aria-hidden />}
          onSelect={() => void navigate({ to: '/@{$handle}', params: { handle: channel.handle } })}
        >
          {t('view')}
        </MenuItem>
        {mayPublish && (
          <MenuItem icon={<PlusIcon size={20} aria-hidden />} onSelect={() => setAdding(true)}>
            {t('add')}
          </MenuItem>
        )}
      </Menu>
      {adding && <NewChannelDialog onClose={() => setAdding(false)} />}
    </>
  );
}
