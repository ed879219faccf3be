import { CheckIcon } from '@phosphor-icons/react/dist/csr/Check';
import { useTranslations } from 'use-intl';
import type { SaveStateName } from './use-autosave.ts';

/** Says quietly that what was written is safe. */
export function SaveState({ state }: { state: SaveStateName }) {
  const t = useTranslations('app');
  return (
    <span role="status" className="flex min-h-5 items-center gap-1 text-13 text-text-3">
      {state === 'saved' && (
        <>
          <CheckIcon size={14} className="text-success" aria-hidden />
          {t('saved')}
        </>
      )}
      {(state === 'saving' || state === 'waiting') && t('saving')}
    </span>
  );
}
