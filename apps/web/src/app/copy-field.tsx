import { Button, Field, useToast } from '@kinora/ui';
import { CopySimpleIcon } from '@phosphor-icons/react/dist/csr/CopySimple';
import { copyText } from './copy-text.ts';

/** Text to take along, with its button; `copied` is said when it is taken. */
export function CopyField(props: {
  label: string;
  value: string;
  copy: string;
  copied: string;
  offReason?: string | null;
  onCopied?: () => void;
}) {
  const toast = useToast();
  const take = async () => {
    await copyText(props.value);
    toast({ text: props.copied });
    props.onCopied?.();
  };
  return (
    <div className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <Field
          label={props.label}
          readOnly
          value={props.value}
          dir="ltr"
          onFocus={(event) => event.currentTarget.select()}
        />
      </div>
      <Button
        variant="ink"
        className="h-11"
        icon={<CopySimpleIcon size={18} aria-hidden />}
        offReason={props.offReason ?? null}
        onClick={() => void take()}
      >
        {props.copy}
      </Button>
    </div>
  );
}
