/** What one tab of this browser tells the others. */
export type TabWord = { kind: "signed-in"; memberId: string } | { kind: "signed-out" };

let shared: BroadcastChannel | undefined;

/** One channel for each page: what is sent on it reaches all other pages, and not this one. */
function channel(): BroadcastChannel {
  shared ??= new BroadcastChannel("latchkey-session");
  return shared;
}

export function tellTabs(word: TabWord): void {
  channel().postMessage(word);
}

/** Calls `listener` for each word of another tab. @returns a function that ends that */
export function onTabWord(listener: (word: TabWord) => void): () => void {
  const take = ({ data }: MessageEvent<TabWord>) => listener(data);
  channel().addEventListener("message", take);
  return () => channel().removeEventListener("message", take);
}
