import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { linkify } from './linkify.ts';

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
  const paragraph = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const element = paragraph.current;
    if (!element || open) return;
    const observer = new ResizeObserver(() => setFolds(element.scrollHeight > element.clientHeight + 1));
    observer.observe(element);
    return () => observer.disconnect();
  }, [open]);
  if (text.trim() === '') return null;
  return (
    <>
      <p
        ref={paragraph}
        dir="auto"
        className={`mt-1 text-15 break-words whitespace-pre-line ${open ? '' : 'line-clamp-2'}`}
      >
        {linkify(text, durationS).map((part, index) => {
          const key = `${index}-${part.kind}`;
          if (part.kind === 'text') return <span key={key}>{part.text}</span>;
          if (part.kind === 'time') {
            return (
              <button
                key={key}
                type="button"
                onClick={() => onSeek(part.seconds)}
                className="tabular rounded-xs text-link hover:underline"
              >
                {part.text}
              </button>
            );
          }
          return (
            <a
              key={key}
              href={part.href}
              target="_blank"
              rel="noopener noreferrer nofollow ugc"
              className="rounded-xs text-link hover:underline"
            >
              {part.text}
            </a>
          );
        })}
      </p>
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
