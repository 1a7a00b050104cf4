import { type ReactNode, Suspense } from "react";

/** Longer than a page needs, and short enough not to look stuck. */
const QUICK_MS = 250;

/**
 * A page that is sent in one piece if it is quick, and as its skeleton first if it is not. With Next's `loading.tsx`
 * each page would begin as a skeleton, which React shows for 300 ms even if the content follows at once.
 * @param Page an async page. Its error, redirect or not-found is that of the whole answer while it is quick.
 */
export function skeletonIfSlow<Props>(Page: (props: Props) => Promise<ReactNode>, skeleton: ReactNode) {
  return async function QuickPage(props: Props) {
    const content = Page(props);
    let timer: NodeJS.Timeout | undefined;
    const slow = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, QUICK_MS, null);
    });
    const quick = await Promise.race([content.then((node) => ({ node })), slow]).finally(() => clearTimeout(timer));
    if (quick) return quick.node;
    return (
      <Suspense fallback={skeleton}>
        <Slow content={content} />
      </Suspense>
    );
  };
}

async function Slow({ content }: { content: Promise<ReactNode> }) {
  return await content;
}
