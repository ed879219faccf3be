import { Button, Dialog, TextArea } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { FormError } from '../identity/form-error.tsx';

/** Asks why before something is done to somebody, who is told the answer. */
export function ReasonDialog(props: {
  open: boolean;
  onClose: () => void;
  title: string;
  text: string;
  label: string;
  submitLabel: string;
  /** What is missing where there has to be a reason. */
  required?: string;
  onSubmit: (reason: string) => Promise<void>;
}) {
  const app = useTranslations('app');
  const people = useTranslations('people');
  const describe = useDescribeError();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const [failure, setFailure] = useState<unknown>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = `${new FormData(event.currentTarget).get('reason')}`.trim();
    setWrong(reason === '' ? props.required : undefined);
    if (reason === '' && props.required) return;
    setBusy(true);
    setFailure(null);
    try {
      await props.onSubmit(reason);
      props.onClose();
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  };
  return (
    <Dialog open={props.open} onClose={props.onClose} title={props.title} closeLabel={app('close')}>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <p className="text-14 text-text-2">{props.text}</p>
        <TextArea label={props.label} name="reason" dir="auto" maxLength={500} autoFocus error={wrong} />
        <FormError text={failure ? describe(failure) : undefined} />
        <div className="flex justify-end gap-2">
          <Button onClick={props.onClose}>{people('cancel')}</Button>
          <Button type="submit" variant="danger" busy={busy}>
            {props.submitLabel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
