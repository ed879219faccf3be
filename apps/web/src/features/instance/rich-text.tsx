import { Fragment, type ReactNode } from 'react';
import { type Block, type Inline, parseRichText } from './rich-text-parse.ts';

export interface RichTextProps {
  source: string;
  /** Of what is only text and lies in no link: what becomes of it. */
  renderText?: (text: string) => ReactNode;
  /** Links leave what is being done here alone. */
  inNewTab?: boolean;
}

/** What people wrote in the small part of Markdown that we read; everything else of it stays text. */
export function RichText({ source, ...how }: RichTextProps) {
  return (
    <div dir="auto" className="flex flex-col gap-4 text-15 leading-relaxed">
      {parseRichText(source).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the text is read only, and its order never changes
        <Fragment key={index}>{renderBlock(block, how)}</Fragment>
      ))}
    </div>
  );
}

type How = Omit<RichTextProps, 'source'>;

function renderBlock(block: Block, how: How): ReactNode {
  switch (block.kind) {
    case 'heading': {
      const Heading = `h${block.level}` as const;
      return (
        <Heading className={block.level === 2 ? 'pt-2 text-18 font-semibold' : 'pt-1 text-15 font-semibold'}>
          {renderInline(block.parts, how)}
        </Heading>
      );
    }
    case 'paragraph':
      return <p className="whitespace-pre-line">{renderInline(block.parts, how)}</p>;
    case 'quote':
      return (
        <blockquote className="border-s-2 border-line-ctl ps-4 text-text-2">
          {renderInline(block.parts, how)}
        </blockquote>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List className={`flex flex-col gap-1.5 ps-6 ${block.ordered ? 'list-decimal' : 'list-disc'}`}>
          {block.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <li key={index}>{renderInline(item, how)}</li>
          ))}
        </List>
      );
    }
    default:
      return block satisfies never;
  }
}

function renderInline(parts: Inline[], how: How): ReactNode {
  return parts.map((part, index) => {
    const inner =
      part.kind === 'text'
        ? (how.renderText?.(part.text) ?? part.text)
        : renderInline(part.parts, part.kind === 'link' ? {} : how);
    // biome-ignore-start lint/suspicious/noArrayIndexKey: as above
    if (part.kind === 'strong') return <strong key={index}>{inner}</strong>;
    if (part.kind === 'emphasis') return <em key={index}>{inner}</em>;
    if (part.kind === 'link')
      return (
        <a
          key={index}
          href={part.href}
          {...(how.inNewTab ? { target: '_blank' } : {})}
          rel="nofollow ugc noopener noreferrer"
          className="text-link underline break-words"
        >
          {inner}
        </a>
      );
    return <Fragment key={index}>{inner}</Fragment>;
    // biome-ignore-end lint/suspicious/noArrayIndexKey: as above
  });
}
