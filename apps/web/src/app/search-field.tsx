import { Field } from '@kinora/ui';
import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 250;

export interface SearchFieldProps {
  label: string;
  /** As the address says it. */
  value: string;
  onChange: (value: string) => void;
}

/** Asked when the person pauses; the address may change it too, such as on Back. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const latest = useRef(onChange);
  latest.current = onChange;
  if (known !== value) {
    setKnown(value);
    if (text.trim() !== value) setText(value);
  }
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => latest.current(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <Field
      label={label}
      type="search"
      dir="auto"
      autoComplete="off"
      spellCheck={false}
      maxLength={100}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
