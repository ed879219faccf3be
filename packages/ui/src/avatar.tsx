import { useState } from 'react';
import { classNames } from './class-names.ts';

export interface AvatarProps {
  /** Only its first letter is shown, where there is no picture. */
  name: string;
  url: string | null;
  size: number;
  className?: string;
}

/** Decoration: whoever uses it writes the name beside it, or labels what it is in. */
export function Avatar({ name, url, size, className }: AvatarProps) {
  const [broken, setBroken] = useState<string | null>(null);
  const box = classNames('shrink-0 overflow-hidden rounded-full bg-surface-3 select-none', className);
  const style = { width: size, height: size };
  if (url && broken !== url) {
    return (
      <img
        src={url}
        alt=""
        width={size}
        height={size}
        style={style}
        decoding="async"
        onError={() => setBroken(url)}
        className={classNames(box, 'object-cover')}
      />
    );
  }
  return (
    <span
      aria-hidden
      style={{ ...style, fontSize: size * 0.44, color: `var(--name-${1 + (hash(name) % 6)})` }}
      className={classNames(box, 'inline-flex items-center justify-center leading-none font-semibold')}
    >
      {[...name.trim()][0]?.toLocaleUpperCase() ?? '?'}
    </span>
  );
}

function hash(text: string): number {
  let value = 0;
  for (const letter of text) value = (value * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return value;
}
