/** Another picture has another address. */
export function logoPath({ logo_id: id }: { logo_id: string | null }): string | null {
  return id === null ? null : `/api/v1/instance/logo/${id}`;
}
