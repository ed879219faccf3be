import { Field, type FieldProps } from '@kinora/ui';
import { EyeIcon } from '@phosphor-icons/react/dist/csr/Eye';
import { EyeSlashIcon } from '@phosphor-icons/react/dist/csr/EyeSlash';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

export function PasswordField({ label, ...props }: Omit<FieldProps, 'type' | 'end' | 'label'> & { label?: string }) {
  const t = useTranslations('auth');
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...props}
      label={label ?? t('password')}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      end={
        <button
          type="button"
          aria-label={shown ? t('hidePassword') : t('showPassword')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="flex size-10 items-center justify-center rounded-sm text-text-1"
        >
          {shown ? <EyeSlashIcon size={20} aria-hidden /> : <EyeIcon size={20} aria-hidden />}
        </button>
      }
    />
  );
}
