/** Milliseconds. Keys are dropped if no dialog has opened by then. */
const LONGEST = 5_000;
let release = () => {};

/**
 * Holds what is typed after the key that opens a dialog until its first text field has the focus, and enters it there: the
 * dialog's code may still be loading.
 */
export function holdKeys(): void {
  release();
  let typed = "";
  const hold = (event: KeyboardEvent) => {
    if (event.key === "Escape") release();
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    typed += event.key;
  };
  const type = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLInputElement && target.closest("dialog"))) return;
    release();
    if (typed === "") return;
    target.setRangeText(typed, target.selectionStart ?? 0, target.selectionEnd ?? 0, "end");
    target.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: typed }));
  };
  const timer = setTimeout(() => release(), LONGEST);
  document.addEventListener("keydown", hold, { capture: true });
  document.addEventListener("focusin", type);
  release = () => {
    clearTimeout(timer);
    document.removeEventListener("keydown", hold, { capture: true });
    document.removeEventListener("focusin", type);
  };
}
