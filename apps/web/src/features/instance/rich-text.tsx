import { Fragment, type ReactNode } from 'react';
import { type Block, type Inline, parseRichText } from './rich-text-parse.ts';

/** What administrators wrote about their site. */
export function RichText({ source }: { source: string }) {
  return (
    <div dir="auto" className="flex flex-col gap-4 text-15 leading-relaxed">
      {parseRichText(source).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the text is read only, and its order never changes
        <Fragment key={index}>{renderBlock(block)}</Fragment>
      ))}
    </div>
  );
}

function renderBlock(block: Block): ReactNode {
  switch (block.kind) {
    case 'heading': {
      const Heading = `h${block.level}` as const;
      return (
        <Heading className={block.level === 2 ? 'pt-2 text-18 font-semibold' : 'pt-1 text-15 font-semibold'}>
          {renderInline(block.parts)}
        </Heading>
      );
    }
    case 'paragraph':
      return <p className="whitespace-pre-line">{renderInline(block.parts)}</p>;
    case 'quote':
      return (
        <blockquote className="border-s-2 border-line-ctl ps-4 text-text-2">{renderInline(block.parts)}</blockquote>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List className={`flex flex-col gap-1.5 ps-6 ${block.ordered ? 'list-decimal' : 'list-disc'}`}>
          {block.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <li key={index}>{renderInline(item)}</li>
          ))}
        </List>
      );
    }
    default:
      return block satisfies never;
  }
}

function renderInline(parts: Inline[]): ReactNode {
  return parts.map((part, index) => {
    const inner = part.kind === 'text' ? part.text : renderInline(part.parts);
    // biome-ignore-start lint/suspicious/noArrayIndexKey: as above
    if (part.kind === 'strong') return <strong key={index}>{inner}</strong>;
    if (part.kind === 'emphasis') return <em key={index}>{inner}</em>;
    if (part.kind === 'link')
      return (
        <a key={index} href={part.href} rel="nofollow ugc noopener" className="text-link underline break-words">
          {inner}
        </a>
      );
    return <Fragment key={index}>{inner}</Fragment>;
    // biome-ignore-end lint/suspicious/noArrayIndexKey: as above
  });
}
