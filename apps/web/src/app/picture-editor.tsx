import { Button } from '@kinora/ui';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from './describe-error.ts';
import { useFormats } from './format.ts';

const TYPES = ['image/jpeg', 'image/png', 'image/webp'];
const MOST_BYTES = 5_000_000;

export interface PictureEditorProps {
  label: string;
  hint: string;
  /** The picture, or what stands for one. */
  face: ReactNode;
  hasPicture: boolean;
  put: (file: File) => Promise<unknown>;
  remove: () => Promise<unknown>;
}

/** One picture of something: shown, chosen from this device, taken away. */
export function PictureEditor({ label, hint, face, hasPicture, put, remove }: PictureEditorProps) {
  const t = useTranslations('picture');
  const describe = useDescribeError();
  const formats = useFormats();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const save = async (change: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await change();
    } catch (failure) {
      setError(describe(failure));
    } finally {
      setBusy(false);
    }
  };
  const choose = (file: File | undefined) => {
    if (!file) return;
    if (!TYPES.includes(file.type)) return setError(t('wrongType'));
    if (file.size > MOST_BYTES) return setError(t('tooLarge', { size: formats.bytes(file.size) }));
    void save(() => put(file));
  };
  return (
    <div>
      <p className="pb-2 text-13 font-semibold" id={`${id}-label`}>
        {label}
      </p>
      <fieldset
        className="m-0 flex flex-wrap items-center gap-4 border-0 p-0"
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-hint`}
      >
        {face}
        <input
          ref={input}
          type="file"
          accept={TYPES.join(',')}
          hidden
          onChange={(event) => {
            choose(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
        <Button busy={busy} onClick={() => input.current?.click()}>
          {t('choose')}
        </Button>
        {hasPicture && (
          <Button variant="ghost" busy={busy} onClick={() => void save(remove)}>
            {t('remove')}
          </Button>
        )}
      </fieldset>
      <p
        id={`${id}-hint`}
        role={error ? 'alert' : undefined}
        className={`flex gap-1.5 pt-2 text-13 ${error ? 'text-danger' : 'text-text-3'}`}
      >
        {error && <WarningCircleIcon weight="fill" size={16} className="mt-0.5 shrink-0" aria-hidden />}
        {error ?? hint}
      </p>
    </div>
  );
}
