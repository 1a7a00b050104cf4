import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";
import type { FormatPanelProps } from "@/components/clients/credentials/format-panel";
import { FormatTabs } from "@/components/clients/credentials/format-tabs";
import { SAMPLE_CONNECTION } from "@/lib/credentials/sample";

const panels: FormatPanelProps[] = [];
vi.mock("@/components/clients/credentials/format-panel", () => ({
  FormatPanel: (props: FormatPanelProps) => {
    panels.push(props);
    return null;
  },
}));

it("the secret is handed to the chosen format's panel only", () => {
  const noop = () => undefined;
  const markup = renderToStaticMarkup(
    <FormatTabs
      connection={SAMPLE_CONNECTION}
      secret="canary-secret"
      hasSecret
      isRevealed={false}
      isSaved={false}
      onReveal={noop}
      onTaken={noop}
    />,
  );
  expect(markup.match(/role="tab"/g)).toHaveLength(11);
  expect(panels.map(({ id }) => id)).toEqual(["env-vars"]);
  expect(JSON.stringify(panels[0]?.credentials)).toContain("canary-secret");
  expect(JSON.stringify(panels[0]?.masked)).not.toContain("canary-secret");
  expect(markup).not.toContain("canary-secret");
});
