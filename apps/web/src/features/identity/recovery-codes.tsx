import { Button, useToast } from '@kinora/ui';
import { CopySimpleIcon } from '@phosphor-icons/react/dist/csr/CopySimple';
import { useTranslations } from 'use-intl';
import { copyText } from '../../app/copy-text.ts';

/** Shown once, to be kept. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const t = useTranslations('security');
  const toast = useToast();
  const copy = async () => {
    await copyText(codes.join('\n'));
    toast({ text: t('codesCopied') });
  };
  return (
    <div className="flex flex-col gap-5">
      <p className="text-14 text-text-2">{t('codesText')}</p>
      <ul dir="ltr" className="grid grid-cols-2 gap-x-6 gap-y-2 rounded-sm bg-surface-2 p-4 max-phone:grid-cols-1">
        {codes.map((code) => (
          <li key={code} className="text-center font-mono text-15 tabular-nums">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap justify-end gap-3">
        <Button variant="tonal" icon={<CopySimpleIcon size={18} aria-hidden />} onClick={() => void copy()}>
          {t('codesCopy')}
        </Button>
        <Button variant="ink" onClick={onKept}>
          {t('codesKept')}
        </Button>
      </div>
    </div>
  );
}
