import { ChatsIcon } from '@phosphor-icons/react/dist/csr/Chats';
import { FilmReelIcon } from '@phosphor-icons/react/dist/csr/FilmReel';
import { PaintBrushIcon } from '@phosphor-icons/react/dist/csr/PaintBrush';
import { UploadSimpleIcon } from '@phosphor-icons/react/dist/csr/UploadSimple';
import { UsersIcon } from '@phosphor-icons/react/dist/csr/Users';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { SectionNavigation } from '../../app/section-navigation.tsx';
import { useMayPublish } from '../../app/use-session.ts';
import { ChannelSwitch } from '../channels/channel-switch.tsx';
import { useStudioChannel } from '../channels/chosen-channel.ts';
import { InvitationsNotice } from '../channels/invitations-notice.tsx';
import { RequireAccount } from '../identity/require-account.tsx';

const PLACES = [
  { to: '/studio', label: 'content', icon: FilmReelIcon },
  { to: '/upload', label: 'uploads', icon: UploadSimpleIcon },
  { to: '/studio/comments', label: 'comments', icon: ChatsIcon },
  { to: '/studio/channel', label: 'channel', icon: PaintBrushIcon },
  { to: '/studio/viewers', label: 'viewers', icon: UsersIcon },
] as const;

export function StudioLayout() {
  return (
    <RequireAccount>
      {() => (
        <div className="flex max-side:flex-col">
          <StudioNavigation />
          <div className="mx-auto w-full max-w-[1440px] min-w-0 flex-1 px-6 pt-3 pb-16 max-phone:px-4">
            <InvitationsNotice />
            <Outlet />
          </div>
        </div>
      )}
    </RequireAccount>
  );
}

function StudioNavigation() {
  const t = useTranslations('studio');
  const path = useRouterState({ select: (state) => state.location.pathname });
  const channel = useStudioChannel();
  const mayPublish = useMayPublish();
  const places = PLACES.filter(({ to }) => mayPublish || to !== '/upload');
  const here = (to: string) => path === to || (to === '/studio' && path.startsWith('/studio/videos/'));
  return (
    <SectionNavigation
      label={t('sections')}
      sections={places.map(({ to, label, icon }) => ({ to, label: t(label), icon, here: here(to) }))}
    >
      {channel && <ChannelSwitch channel={channel} />}
    </SectionNavigation>
  );
}
