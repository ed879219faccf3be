import { IconButton, Menu } from '@kinora/ui';
import { GlobeIcon } from '@phosphor-icons/react/dist/csr/Globe';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { LanguageChoice } from './language-choice.tsx';

/** Opened as soon as it is there: it is loaded by the press that asks for it. */
export function LanguageMenu() {
  const t = useTranslations('app');
  const [open, setOpen] = useState(true);
  return (
    <Menu
      open={open}
      onOpenChange={setOpen}
      trigger={
        <IconButton label={t('language')}>
          <GlobeIcon size={20} aria-hidden />
        </IconButton>
      }
    >
      <LanguageChoice />
    </Menu>
  );
}
