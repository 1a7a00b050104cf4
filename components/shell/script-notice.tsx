import { Banner } from "@/components/ui/feedback/banner";

/** Tells a reader whose browser runs no scripts that Latchkey needs them: buttons, forms and slow pages don't work without. */
export function ScriptNotice() {
  return (
    <noscript>
      <div className="p-4">
        <Banner tone="warn" title="Latchkey needs JavaScript">
          Turn it on for this site in your browser, then reload the page.
        </Banner>
      </div>
    </noscript>
  );
}
