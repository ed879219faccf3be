import { Mark } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { PictureEditor } from '../../app/picture-editor.tsx';
import { instanceChanged } from '../instance/queries.ts';

export function LogoEditor({ logoUrl }: { logoUrl: string | null }) {
  const t = useTranslations('site');
  return (
    <PictureEditor
      label={t('logo')}
      hint={t('logoHint')}
      face={
        <span className="flex h-18 min-w-18 items-center justify-center rounded-md bg-surface-2 p-3">
          {logoUrl ? <img src={logoUrl} alt="" className="h-full max-w-60 object-contain" /> : <Mark size={40} />}
        </span>
      }
      hasPicture={logoUrl !== null}
      put={async (file) => instanceChanged(await client.instance.setLogo(file))}
      remove={async () => instanceChanged(await client.instance.removeLogo())}
    />
  );
}
