import type { Download } from '@kinora/sdk';
import { Button, Menu, MenuHeading, MenuItem } from '@kinora/ui';
import { DownloadSimpleIcon } from '@phosphor-icons/react/dist/csr/DownloadSimple';
import { FilmStripIcon } from '@phosphor-icons/react/dist/csr/FilmStrip';
import { MusicNoteIcon } from '@phosphor-icons/react/dist/csr/MusicNote';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';

/** One file for each quality; the browser saves it under the video's title. */
export function DownloadMenu({ downloads }: { downloads: Download[] }) {
  const t = useTranslations('watch');
  const formats = useFormats();
  if (downloads.length === 0) return null;
  return (
    <Menu trigger={<Button icon={<DownloadSimpleIcon size={20} aria-hidden />}>{t('download')}</Button>}>
      <MenuHeading>{t('downloadHeading')}</MenuHeading>
      {downloads.map(({ name, url, sizeBytes }) => {
        const sound = name === 'audio';
        return (
          <MenuItem key={name} asChild>
            <a href={url} download="">
              {sound ? <MusicNoteIcon size={20} aria-hidden /> : <FilmStripIcon size={20} aria-hidden />}
              <span className="flex-1">{sound ? t('downloadAudio') : name}</span>
              <span className="tabular text-13 font-normal text-text-3">{formats.bytes(sizeBytes)}</span>
            </a>
          </MenuItem>
        );
      })}
    </Menu>
  );
}
