import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { RichText } from '../instance/rich-text.tsx';
import { splitTimes } from './split-times.ts';

export interface DescriptionProps {
  text: string;
  durationS: number;
  onSeek: (seconds: number) => void;
}

/** Folded to two lines until asked for; times go to their place in the film. */
export function Description({ text, durationS, onSeek }: DescriptionProps) {
  const t = useTranslations('watch');
  const [open, setOpen] = useState(false);
  const [folds, setFolds] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element || open) return;
    const observer = new ResizeObserver(() => setFolds(element.scrollHeight > element.clientHeight + 1));
    observer.observe(element);
    return () => observer.disconnect();
  }, [open]);
  if (text.trim() === '') return null;
  const withTimes = (part: string): ReactNode =>
    splitTimes(part, durationS).map((one, index) => {
      const key = `${index}-${one.kind}`;
      if (one.kind === 'text') return <span key={key}>{one.text}</span>;
      return (
        <button
          key={key}
          type="button"
          onClick={() => onSeek(one.seconds)}
          className="tabular rounded-xs text-link hover:underline"
        >
          {one.text}
        </button>
      );
    });
  return (
    <>
      <div ref={box} className={`mt-1 break-words ${open ? '' : 'folded-text'}`}>
        <RichText source={text} renderText={withTimes} inNewTab />
      </div>
      {(folds || open) && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="mt-1 h-8 rounded-sm text-15 font-semibold hover:underline"
        >
          {open ? t('less') : t('more')}
        </button>
      )}
    </>
  );
}
