import { Dialog } from '@kinora/ui';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { usePlayerLabels } from '../playback/use-player-labels.ts';

interface Row {
  keys: string;
  does: string;
}

export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations('commands');
  const app = useTranslations('app');
  const player = usePlayerLabels();
  const control = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : t('control');
  return (
    <Dialog open onClose={onClose} title={t('keys')} closeLabel={app('close')} wide>
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: it is scrolled by the keyboard */}
      <section className="flex max-h-[70dvh] flex-col gap-6 overflow-y-auto" tabIndex={0} aria-label={t('keys')}>
        {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: as above */}
        <Keys
          title={t('everywhere')}
          rows={[
            { keys: `${control} K`, does: t('keyPalette') },
            { keys: '?', does: t('keyHelp') },
            { keys: t('tab'), does: t('keyTab') },
            { keys: t('escape'), does: t('keyEscape') },
          ]}
        />
        <Keys title={t('player')} rows={player.keys.filter(({ keys }) => keys !== '?')} />
        <Keys
          title={t('trimming')}
          rows={[
            { keys: 'S', does: t('keyCut') },
            { keys: '[  ]', does: t('keyEnds') },
            { keys: `${control} Z`, does: t('keyUndo') },
          ]}
        />
      </section>
    </Dialog>
  );
}

function Keys({ title, rows }: { title: string; rows: readonly Row[] }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="pb-1 text-14 font-semibold">
        {title}
      </h3>
      <dl>
        {rows.map(({ keys, does }) => (
          <div key={keys} className="flex min-h-10 items-center justify-between gap-4 border-b border-line text-15">
            <dt className="text-text-2">{does}</dt>
            <dd className="shrink-0">
              <kbd dir="ltr" className="rounded-xs bg-surface-3 px-2 py-1 text-13 whitespace-pre">
                {keys}
              </kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
