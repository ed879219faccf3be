import { ToastProvider } from '@kinora/ui';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCommandKeys } from '../features/commands/use-command-keys.ts';
import { loadMessages } from './messages.ts';
import { BottomBar, Rail } from './navigation.tsx';
import { OfflineNotice } from './offline-notice.tsx';
import { TitleAnnouncer } from './title-announcer.tsx';
import { TopBar } from './top-bar.tsx';
import { useDragged } from './use-dragged.ts';
import { useAccount, useMayPublish } from './use-session.ts';
import { useStored } from './use-stored.ts';

const NavigationDrawer = lazy(async () => ({ default: (await import('./navigation-drawer.tsx')).NavigationDrawer }));
const LeavingScreen = lazy(async () => {
  const [module] = await Promise.all([import('../features/identity/leaving-screen.tsx'), loadMessages()]);
  return { default: module.LeavingScreen };
});
const CommandPalette = lazy(async () => {
  const [module] = await Promise.all([import('../features/commands/command-palette.tsx'), loadMessages()]);
  return { default: module.CommandPalette };
});
const KeyboardHelp = lazy(async () => {
  const [module] = await Promise.all([import('../features/commands/keyboard-help.tsx'), loadMessages()]);
  return { default: module.KeyboardHelp };
});
const DropZone = lazy(async () => {
  const [module] = await Promise.all([import('../features/uploads/drop-zone.tsx'), loadMessages()]);
  return { default: module.DropZone };
});

/** Pages that bring their own frame. */
const BARE = /^\/(forgot|invite|login|oauth\/authorize|register|reset|setup|verify|welcome)$/;
const WITHOUT_RAIL = /^\/watch\//;
const ADMIN = /^\/admin(\/|$)/;
const STUDIO = /^\/(studio|upload)(\/|$)/;

/** Whoever leaves may take everything along, and read what this site is. */
const OPEN_TO_LEAVERS = /^\/(about|rules|settings\/account)$/;

/** In a frame of somebody else's page there is nothing around the page. */
const FRAMED = /^\/embed\//;

export function Shell() {
  const framed = useRouterState({ select: (state) => FRAMED.test(state.location.pathname) });
  return framed ? <Outlet /> : <WholeShell />;
}

function WholeShell() {
  const t = useTranslations('app');
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [opened, setOpened] = useStored('kinora.rail', false);
  const [drawer, setDrawer] = useState(false);
  const bare = BARE.test(path);
  const area = STUDIO.test(path) ? 'studio' : ADMIN.test(path) ? 'administration' : null;
  const dragged = useDragged(useMayPublish());
  const account = useAccount();
  const commands = useCommandKeys();
  const leaving = account?.leavesAt && !OPEN_TO_LEAVERS.test(path) ? account : null;
  const rail = !bare && !area && !WITHOUT_RAIL.test(path);

  return (
    <ToastProvider closeLabel={t('close')} regionLabel={t('notices')}>
      <a
        href="#main"
        className="fixed start-3 top-2 z-50 -translate-y-20 rounded-sm bg-ink px-4 py-2.5 text-14 font-semibold text-on-ink focus:translate-y-0"
      >
        {t('skip')}
      </a>
      {!bare && (
        <TopBar area={area} onMenu={() => (rail && innerWidth >= 720 ? setOpened(!opened) : setDrawer(true))} />
      )}
      <div className={bare ? '' : 'flex pt-14 max-phone:pb-[calc(56px+env(safe-area-inset-bottom))]'}>
        {rail && <Rail opened={opened} />}
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 focus-visible:outline-none">
          {leaving ? (
            <Suspense fallback={null}>
              <LeavingScreen account={leaving} />
            </Suspense>
          ) : (
            <Outlet />
          )}
        </main>
      </div>
      {!bare && <BottomBar />}
      <Suspense fallback={null}>
        {drawer && <NavigationDrawer onClose={() => setDrawer(false)} />}
        {!bare && dragged && <DropZone />}
        {commands.asked === 'palette' && <CommandPalette onClose={commands.close} />}
        {commands.asked === 'keys' && <KeyboardHelp onClose={commands.close} />}
      </Suspense>
      <OfflineNotice />
      <TitleAnnouncer />
    </ToastProvider>
  );
}
