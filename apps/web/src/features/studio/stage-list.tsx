import type { Processing, ProcessingRendition, Stage } from '@kinora/sdk';
import { classNames, ProgressBar } from '@kinora/ui';
import { CheckIcon } from '@phosphor-icons/react/dist/csr/Check';
import { XIcon } from '@phosphor-icons/react/dist/csr/X';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';

const WORDS = { waiting: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed' } as const;

/** The way of a file in steps; while it is encoded, each quality has its own bar. */
export function StageList({ processing }: { processing: Processing }) {
  const t = useTranslations('uploads');
  return (
    <ol aria-label={t('stages')} className="mt-2 flex flex-col">
      {processing.stages.map((stage, index) => (
        <li key={stage.name} className="relative flex gap-3 pb-4">
          {index < processing.stages.length - 1 && (
            <span aria-hidden className="absolute start-2.5 top-6 bottom-1 w-px bg-line" />
          )}
          <Dot state={stage.state} />
          <div className="min-w-0 flex-1">
            <div className="flex items-baseline justify-between gap-3">
              <span className={classNames('text-14', stage.state === 'waiting' ? 'text-text-2' : 'font-semibold')}>
                {t(`stage.${stage.name}${WORDS[stage.state]}`)}
              </span>
              <Aside stage={stage} processing={processing} />
            </div>
            {stage.name === 'encode' && processing.renditions.length > 0 && (
              <>
                <Rungs renditions={processing.renditions} />
                <LeftOut renditions={processing.renditions} />
              </>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Dot({ state }: { state: Stage['state'] }) {
  const box = 'flex size-5.25 shrink-0 items-center justify-center rounded-full';
  if (state === 'done') {
    return (
      <span className={`${box} bg-success-soft text-success`}>
        <CheckIcon size={13} aria-hidden />
      </span>
    );
  }
  if (state === 'failed') {
    return (
      <span className={`${box} bg-danger-soft text-danger`}>
        <XIcon size={13} aria-hidden />
      </span>
    );
  }
  if (state === 'running') {
    return (
      <span className={`${box} bg-accent-soft`}>
        <span className="size-2 rounded-full bg-accent-text" />
      </span>
    );
  }
  return <span className={`${box} border-2 border-line-ctl`} />;
}

function Aside({ stage, processing }: { stage: Stage; processing: Processing }) {
  const t = useTranslations('uploads');
  const formats = useFormats();
  const { source, etaMs } = processing;
  if (stage.name === 'probe' && source) {
    const facts = [
      `${Math.min(source.width, source.height)}p`,
      source.videoCodec.toUpperCase(),
      t('frameRate', { rate: Math.round(source.frameRate * 100) / 100 }),
    ];
    return <span className="tabular shrink-0 text-13 text-text-2">{facts.join(' · ')}</span>;
  }
  if (stage.state !== 'running') return null;
  const text = stage.name === 'encode' && etaMs ? formats.left(etaMs / 1000) : formats.percent(stage.progress);
  return <span className="tabular shrink-0 text-14 font-semibold text-accent-text">{text}</span>;
}

function Rungs({ renditions }: { renditions: ProcessingRendition[] }) {
  const t = useTranslations('uploads');
  return (
    <ul aria-label={t('rungs')} className="mt-2 flex flex-col gap-1.5">
      {renditions
        .toSorted((a, b) => a.height - b.height)
        .map((rung) => (
          <li key={rung.name} className="tabular grid grid-cols-[3.5rem_1fr_5rem] items-center gap-2 text-13">
            <span>{rung.name}</span>
            <ProgressBar
              className="!h-1"
              label={rung.name}
              value={rung.state === 'done' ? 1 : rung.progress}
              tone={rung.state === 'done' ? 'success' : 'accent'}
            />
            <RungState rung={rung} />
          </li>
        ))}
    </ul>
  );
}

const REASONS = { no_better: 'leftOutNoBetter', no_smaller: 'leftOutNoSmaller' } as const;

/** Why qualities that were made are not offered. */
function LeftOut({ renditions }: { renditions: ProcessingRendition[] }) {
  const t = useTranslations('uploads');
  return renditions.map(
    ({ name, leftOutBecause }) =>
      leftOutBecause && (
        <p key={name} className="mt-2 max-w-prose text-13 text-text-2">
          {t(REASONS[leftOutBecause], { name })}
        </p>
      ),
  );
}

function RungState({ rung }: { rung: ProcessingRendition }) {
  const t = useTranslations('uploads');
  const formats = useFormats();
  const text = () => {
    if (rung.state === 'failed') return t('rungFailed');
    if (rung.leftOutBecause) return t('rungLeftOut');
    if (rung.state === 'done') return rung.passthrough ? t('rungPassthrough') : t('rungDone');
    return rung.state === 'waiting' ? t('rungWaiting') : formats.percent(rung.progress);
  };
  return (
    <span className={`truncate text-end ${rung.state === 'failed' ? 'text-danger' : 'text-text-2'}`}>{text()}</span>
  );
}
