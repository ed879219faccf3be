import { ApiError } from '@kinora/sdk';

/** What is said beside fields, by their names; `form` is about all of them. */
export type FormErrors<Field extends string> = Partial<Record<Field | 'form', string>>;

/** Where a refusal belongs: beside the field that its code is about, beside those that the server names, else below all. */
export function formErrors<Field extends string>(
  error: unknown,
  of: { fields: readonly Field[]; fieldOfCode: Record<string, Field>; describe: (error: unknown) => string },
): FormErrors<Field> {
  const all = { form: of.describe(error) } as FormErrors<Field>;
  if (!(error instanceof ApiError)) return all;
  const field = of.fieldOfCode[error.code];
  if (field) return { [field]: of.describe(error) } as FormErrors<Field>;
  const found: FormErrors<Field> = {};
  for (const name of of.fields) {
    const message = error.fieldError(name);
    if (message) Object.assign(found, { [name]: message });
  }
  return Object.keys(found).length > 0 ? found : all;
}
