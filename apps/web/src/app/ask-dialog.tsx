import { Button, Dialog, useToast } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from './describe-error.ts';

export interface AskDialogProps {
  title: string;
  /** What stops with it. */
  text: string;
  /** The name of the act, as its button said it. */
  act: string;
  /** Rejects with what is said to the person; the dialog closes either way. */
  onAct: () => Promise<unknown>;
  /** Said once it is done. */
  done: string;
  onClose: () => void;
}

/** Before access ends that nothing brings back. */
export function AskDialog({ title, text, act, onAct, done, onClose }: AskDialogProps) {
  const app = useTranslations('app');
  const describe = useDescribeError();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await onAct();
      toast({ text: done });
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={title} closeLabel={app('close')}>
      <p className="text-14 text-text-2">{text}</p>
      <Button variant="danger" className="self-end" busy={busy} onClick={() => void run()}>
        {act}
      </Button>
    </Dialog>
  );
}
