import { Button, classNames, fieldBox } from '@kinora/ui';
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';

const LONGEST = 10_000;

export interface CommentFormProps {
  label: string;
  submitLabel: string;
  initial?: string;
  autoFocus?: boolean;
  hint?: string | null;
  /** Rejects where it was refused: the text stays. */
  onSubmit: (text: string) => Promise<void>;
  /** After it was sent, or given up. */
  onClose?: () => void;
}

/** One line until it is used. Ctrl+Enter, or Command+Enter, sends. */
export function CommentForm({
  label,
  submitLabel,
  initial = '',
  autoFocus,
  hint,
  onSubmit,
  onClose,
}: CommentFormProps) {
  const app = useTranslations('comments');
  const describe = useDescribeError();
  const id = useId();
  const [text, setText] = useState(initial);
  const [used, setUsed] = useState(Boolean(autoFocus));
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const empty = text.trim() === '';
  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    if (empty || busy) return;
    setBusy(true);
    setError(null);
    try {
      await onSubmit(text.trim());
      setText('');
      setUsed(false);
      onClose?.();
    } catch (failure) {
      setError(describe(failure));
    } finally {
      setBusy(false);
    }
  };
  const giveUp = () => {
    setText(initial);
    setError(null);
    setUsed(false);
    onClose?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
    if (event.key === 'Escape' && text === initial) giveUp();
  };
  return (
    <form noValidate className="flex min-w-0 flex-1 flex-col gap-2" onSubmit={(event) => void send(event)}>
      <textarea
        aria-label={label}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? id : undefined}
        placeholder={label}
        value={text}
        maxLength={LONGEST}
        rows={1}
        dir="auto"
        readOnly={busy}
        // biome-ignore lint/a11y/noAutofocus: it was asked for by the button before it
        autoFocus={autoFocus}
        onFocus={() => setUsed(true)}
        onKeyDown={onKeyDown}
        onChange={(event) => setText(event.currentTarget.value)}
        className={classNames(
          fieldBox,
          'comment-field min-h-11 resize-none px-3.5 py-2.5',
          error ? 'border-danger' : 'border-line-ctl hover:border-text-3',
        )}
      />
      {error ? (
        <p id={id} role="alert" className="text-13 text-danger">
          {error}
        </p>
      ) : (
        used &&
        hint && (
          <p id={id} className="text-13 text-text-3">
            {hint}
          </p>
        )
      )}
      {used && (
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={giveUp}>
            {app('cancel')}
          </Button>
          <Button type="submit" variant="ink" busy={busy} offReason={empty ? app('emptyReason') : null}>
            {submitLabel}
          </Button>
        </div>
      )}
    </form>
  );
}
