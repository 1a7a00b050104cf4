import { TAB_STOPS } from "@/components/ui/dialog/tab-stops";
import { isDialogOpen, pushDialog } from "@/components/ui/dialog/top-dialog";

/** Marks what takes the focus after a dialog whose opener is gone. */
export const AFTER_DIALOG = "data-after-dialog";

/** What had the focus when the first of the open dialogs opened. */
let opener: Element | null = null;

/**
 * The ref of a <dialog>: opens it above the page when React mounts it, and closes it when React removes it. Meanwhile the
 * page is inert. Afterwards the browser returns the focus.
 */
export function showModal(dialog: HTMLDialogElement): () => void {
  if (!isDialogOpen()) opener = document.activeElement;
  // Without the attribute, Chrome focuses the box that scrolls.
  dialog.querySelector(TAB_STOPS)?.setAttribute("autofocus", "");
  dialog.showModal();
  const takeOff = pushDialog(dialog);
  // Chrome closes a dialog without asking when nothing was pressed since it last asked: ask now.
  const reopen = () => {
    if (dialog.open) return;
    dialog.showModal();
    dialog.dispatchEvent(new Event("cancel", { cancelable: true }));
  };
  dialog.addEventListener("close", reopen);
  return () => {
    takeOff();
    dialog.removeEventListener("close", reopen);
    dialog.close();
    // Later, because what got the focus back may be removed in the same turn, such as the row of a deleted client.
    setTimeout(keepFocus);
  };
}

/** Restores the focus, again and again until somebody acts: the button of an empty list goes once the list has come. */
function keepFocus() {
  restoreFocus();
  const observer = new MutationObserver(restoreFocus);
  observer.observe(document.body, { childList: true, subtree: true });
  for (const act of ["keydown", "pointerdown"])
    window.addEventListener(act, () => observer.disconnect(), { once: true, capture: true });
}

/** If nothing has the focus, gives it to the opener. When that is gone: to what was done, or to the page's main part. */
function restoreFocus() {
  for (const target of [opener, document.querySelector(`[${AFTER_DIALOG}]`), document.querySelector("main")]) {
    if (document.activeElement === document.body && target instanceof HTMLElement) target.focus();
  }
}
