import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type CommentPart, splitComment } from './split-comment.ts';

export interface CommentTextProps {
  text: string;
  mentions: readonly { handle: string }[];
  durationS: number;
  /** Undefined: times are only text. */
  onSeek?: ((seconds: number) => void) | undefined;
}

/** Folded to five lines until asked for; times go to their place in the film, names to their channels. */
export function CommentText({ text, mentions, durationS, onSeek }: CommentTextProps) {
  const t = useTranslations('comments');
  const [open, setOpen] = useState(false);
  const [folds, setFolds] = useState(false);
  const box = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element || open) return;
    const observer = new ResizeObserver(() => setFolds(element.scrollHeight > element.clientHeight + 1));
    observer.observe(element);
    return () => observer.disconnect();
  }, [open]);
  return (
    <>
      <p ref={box} dir="auto" className={`text-15 break-words whitespace-pre-wrap ${open ? '' : 'line-clamp-5'}`}>
        {splitComment(text, { mentions, durationS }).map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name than their place
          <Part key={index} part={part} onSeek={onSeek} />
        ))}
      </p>
      {(folds || open) && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="h-8 self-start rounded-sm text-14 font-semibold text-text-2 hover:underline"
        >
          {open ? t('less') : t('more')}
        </button>
      )}
    </>
  );
}

function Part({ part, onSeek }: { part: CommentPart; onSeek: CommentTextProps['onSeek'] }) {
  switch (part.kind) {
    case 'time':
      if (!onSeek) return part.text;
      return (
        <button
          type="button"
          onClick={() => onSeek(part.seconds)}
          className="tabular rounded-xs text-link hover:underline"
        >
          {part.text}
        </button>
      );
    case 'mention':
      return (
        <Link to="/@{$handle}" params={{ handle: part.handle }} className="rounded-xs text-link hover:underline">
          {part.text}
        </Link>
      );
    case 'link':
      return (
        <a
          href={part.text}
          target="_blank"
          rel="noopener noreferrer nofollow ugc"
          className="rounded-xs text-link hover:underline"
        >
          {part.text}
        </a>
      );
    case 'text':
      return part.text;
    default:
      return part satisfies never;
  }
}
