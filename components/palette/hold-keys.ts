/** Milliseconds. A dialog whose code has not come by then gets no keys from before. */
const LONGEST = 5_000;
let letGo = () => {};

/**
 * Keeps what somebody types between the key that opens a dialog and its first text field, and types it there: the dialog's
 * code may still be on its way.
 */
export function holdKeys(): void {
  letGo();
  let typed = "";
  const hold = (event: KeyboardEvent) => {
    if (event.key === "Escape") letGo();
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    typed += event.key;
  };
  const type = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLInputElement && target.closest("dialog"))) return;
    letGo();
    if (typed === "") return;
    target.setRangeText(typed, target.selectionStart ?? 0, target.selectionEnd ?? 0, "end");
    target.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: typed }));
  };
  const timer = setTimeout(() => letGo(), LONGEST);
  document.addEventListener("keydown", hold, { capture: true });
  document.addEventListener("focusin", type);
  letGo = () => {
    clearTimeout(timer);
    document.removeEventListener("keydown", hold, { capture: true });
    document.removeEventListener("focusin", type);
  };
}
