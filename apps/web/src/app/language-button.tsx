import { IconButton } from '@kinora/ui';
import { GlobeIcon } from '@phosphor-icons/react/dist/csr/Globe';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';

const load = () => import('./language-menu.tsx');
const LanguageMenu = lazy(async () => ({ default: (await load()).LanguageMenu }));

/** For visitors; who is logged in finds languages in the account's menu. */
export function LanguageButton() {
  const t = useTranslations('app');
  const [wanted, setWanted] = useState(false);
  const button = (
    <IconButton
      label={t('language')}
      aria-haspopup="menu"
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
    >
      <GlobeIcon size={20} aria-hidden />
    </IconButton>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <LanguageMenu />
    </Suspense>
  );
}
