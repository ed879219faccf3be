import { IconButton } from '@kinora/ui';
import { ListIcon } from '@phosphor-icons/react/dist/csr/List';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { WidePlaces } from './navigation.tsx';
import { SiteLogo } from './site-logo.tsx';

/** The rail, laid over pages that have none. */
export function NavigationDrawer({ onClose }: { onClose: () => void }) {
  const t = useTranslations('app');
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!ref.current?.open) ref.current?.showModal();
  }, []);
  const close = () => ref.current?.close();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is on the backdrop
    <dialog
      ref={ref}
      aria-label={t('menu')}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === ref.current) close();
      }}
      className="k-drawer m-0 h-dvh max-h-none w-58 max-w-none bg-bg p-0 text-text-1"
    >
      <div className="flex h-14 items-center gap-3 px-4">
        <IconButton label={t('menu')} onClick={close}>
          <ListIcon size={20} aria-hidden />
        </IconButton>
        <SiteLogo />
      </div>
      <nav aria-label={t('main')} className="px-3">
        <WidePlaces onGo={close} />
      </nav>
    </dialog>
  );
}
