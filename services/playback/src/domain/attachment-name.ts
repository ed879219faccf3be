const LONGEST = 120;
/** Control and format characters, also those that turn the direction of text, and what some file system refuses. */
const UNWANTED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}<>:"/\\|?*]+/gu;

/**
 * The header by which a browser saves a file under a name that a person gave (RFC 6266, RFC 8187). The ending is ours,
 * and no name leaves the folder or hides its ending.
 */
export function attachmentOf(title: string, ending: string): string {
  const name = `${cleaned(title) || 'video'} ${ending}`;
  const ascii = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/[%'`]/g, '');
  return `attachment; filename="${ascii.trim()}"; filename*=UTF-8''${encoded(name)}`;
}

function cleaned(title: string): string {
  const plain = title.toWellFormed().normalize('NFC').replace(UNWANTED, ' ').replace(/\s+/g, ' ');
  return [...plain.trim()]
    .slice(0, LONGEST)
    .join('')
    .replace(/^[.\s~-]+|[.\s]+$/g, '');
}

/** `attr-char` of RFC 8187 §3.2.1: fewer characters stay than encodeURIComponent leaves. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
