import type { Processing } from '@kinora/sdk';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';
import { overallProgress } from './overall-progress.ts';
import { isOver } from './use-processing.ts';

/** The state of a video in words, and how far it is. */
export function useVideoState(processing: Processing | null): { text: string; share: number; settled: boolean } {
  const t = useTranslations('studio');
  const formats = useFormats();
  if (!processing) return { text: '', share: 0, settled: false };
  const share = overallProgress(processing);
  const state = t(`states.${processing.state}`);
  const counts =
    processing.state === 'uploading' || processing.state === 'processing' || processing.state === 'playable';
  const text = counts && share > 0 ? t('stateProgress', { state, percent: formats.percent(share) }) : state;
  return { text, share, settled: isOver(processing) };
}
